"""Which files are read, and by what: a new format is a module with `parse(text) -> Draft` and a line here. Pure."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from articles.ingest import digest, markdown_file
from articles.ingest.decoding import decode
from articles.ingest.draft import Draft, Unreadable

READERS: dict[str, Callable[[str], Draft]] = {
    "": digest.parse,  # pasted
    ".txt": digest.parse,
    ".text": digest.parse,
    ".md": markdown_file.parse,
    ".markdown": markdown_file.parse,
}


def read(name: str, data: bytes) -> tuple[Draft, ...]:
    """The articles of one file, by the end of its name; a name without one is read as plain text.

    Raises Unreadable: `format` for an unknown end of a name, and the codes of `decode`.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = ", ".join(sorted(filter(None, READERS)))
        raise Unreadable(
            "format", f"Files that end in {suffix} are not read here. These are: {known}; or paste the text."
        )
    decoded = decode(data)
    draft = reader(decoded.text)
    return (replace(draft, warnings=(*decoded.cautions, *draft.warnings)),)

"""Which files are read, and by what: a new format is a module with `read(sent) -> Contents` and a line here. Pure."""

from collections.abc import Callable
from pathlib import PurePosixPath

from articles.ingest import digest, markdown_file
from articles.ingest.draft import Contents, Sent, Unreadable

Reader = Callable[[Sent], Contents]

READERS: dict[str, Reader] = {
    "": digest.read,  # pasted
    ".txt": digest.read,
    ".text": digest.read,
    ".md": markdown_file.read,
    ".markdown": markdown_file.read,
}


def suffix_of(name: str) -> str:
    """The end of a file's name, with its dot, in lower case; empty where it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def read(sent: Sent) -> Contents:
    """What one file holds, by the end of its name; a name without one is read as plain text.

    Raises Unreadable: `format` for an unknown end of a name, and the codes of the reader.
    """
    suffix = suffix_of(sent.name)
    reader = READERS.get(suffix)
    if reader is None:
        known = ", ".join(sorted(filter(None, READERS)))
        raise Unreadable(
            "format", f"Files that end in {suffix} are not read here. These are: {known}; or paste the text."
        )
    return reader(sent)

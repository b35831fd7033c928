"""Which files are read, and by what: a new format is a module with `read(sent) -> Contents` and a line here. Pure."""

from collections.abc import Callable
from pathlib import PurePosixPath

from articles.ingest import container, feed, html_page, markdown_file, pdf, plain_text, question_table, word
from articles.ingest.draft import Contents, Sent, Unreadable

Reader = Callable[[Sent], Contents]

READERS: dict[str, Reader] = {
    "": plain_text.read,  # pasted
    ".txt": plain_text.read,
    ".text": plain_text.read,
    ".csv": question_table.read,
    ".tsv": question_table.read,
    ".md": markdown_file.read,
    ".markdown": markdown_file.read,
    ".html": html_page.read,
    ".htm": html_page.read,
    ".xhtml": html_page.read,
    ".docx": word.read,
    ".pdf": pdf.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".xml": feed.read,
}


def suffix_of(name: str) -> str:
    """The end of a file's name, with its dot, in lower case; empty where it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def read(sent: Sent) -> Contents:
    """What one file holds: by its first bytes where these are clear, else by the end of its name.

    A name without an end is read as plain text. Raises Unreadable: `format` for an unknown end of a name, `archive`
    for a zip archive (articles.ingest.archive gives its files), and the codes of the reader.
    """
    return (_by_signature(sent.data) or _by_name(sent.name))(sent)


def _by_signature(data: bytes) -> Reader | None:
    """A PDF named .txt is a PDF."""
    if data[:1024].lstrip().startswith(pdf.SIGNATURE):
        return pdf.read
    if not data.startswith(container.SIGNATURES):
        return None
    kind = container.kind_of(data)
    if kind == "word":
        return word.read
    if kind == "archive":
        raise Unreadable("archive", "This is a zip archive: its files are read one by one, not as one article.")
    raise Unreadable("format", f"This is {kind}, which is not read here. Save its text as .docx, .pdf or .txt.")


def _by_name(name: str) -> Reader:
    suffix = suffix_of(name)
    reader = READERS.get(suffix)
    if reader is None:
        known = ", ".join(sorted(filter(None, READERS)))
        raise Unreadable(
            "format", f"Files that end in {suffix} are not read here. These are: {known}; or paste the text."
        )
    return reader

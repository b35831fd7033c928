"""Which reader a file goes to: by what it is, whatever it is called. Pure."""

from pathlib import PurePath

from articles.ingest.container import SIGNATURES, kind_of
from articles.ingest.draft import Unreadable
from evidence.bringing import own_json, verbatim
from evidence.bringing.found import Brought


def read(name: str, data: bytes) -> Brought:
    """The cards of a Word document or of our JSON. Raises Unreadable with a reason for the person who sent it."""
    if data.startswith(SIGNATURES):
        kind = kind_of(data)
        if kind == "word":
            return verbatim.read(name, data)
        what = "an archive" if kind == "archive" else kind
        raise Unreadable("other-format", f"This is {what}. Send a Word document (.docx) or a JSON file of cards.")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return own_json.read(data)
    ending = PurePath(name).suffix.lower()
    more = " Save it as .docx first." if ending in (".doc", ".rtf", ".odt") else ""
    raise Unreadable("other-format", f"Cards come from a Word document (.docx) or a JSON file of cards.{more}")

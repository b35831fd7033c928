"""What a form of the add page carries, as arrivals of a batch: files, a pasted text, addresses."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from articles.ingest.archive import is_archive
from articles.ingest.draft import Unreadable
from articles.ingest.formats import suffix_of
from articles.ingest.limits import ARCHIVE_BYTES, DOCUMENT_BYTES, TEXT_BYTES
from articles.ingest.register import SHIPPED
from articles.ingest.web import Gathered, askable
from articles.storing.batches import Arrival
from articles.storing.fetching import gathered

PASTED = "pasted.txt"
FEW = 10  # files; more become a batch
ADDRESSES = 5  # that are fetched while somebody waits for the page; more become a batch
MOST_ADDRESSES = 1_000
FEW_BYTES = 6_000_000  # the originals of a preview, their base64 and their text must come back in one form
LIMITS = {".zip": ARCHIVE_BYTES, ".pdf": DOCUMENT_BYTES, ".docx": DOCUMENT_BYTES, "": TEXT_BYTES}  # bytes a file


def too_large(name: str, size: int) -> str:
    """Why a file of this name and size is not even taken; empty where it is."""
    most = LIMITS.get(suffix_of(name), LIMITS[""])
    return f"The file has {size:,} bytes; {most:,} is the most." if size > most else ""


def are_many(arrivals: list[Arrival]) -> bool:
    """True where they are better read as a batch than looked at one by one before they are stored."""
    return (
        len(arrivals) > FEW
        or sum(arrival.to_fetch for arrival in arrivals) > ADDRESSES
        or sum(len(arrival.data) for arrival in arrivals) > FEW_BYTES
        or any(is_archive(arrival.data) for arrival in arrivals)
    )


def arrivals_in(request: HttpRequest) -> list[Arrival]:
    """Every file by its name in `names`, where a script gave its folder too; then the pasted text, then addresses,
    which are not fetched yet."""
    files = request.FILES.getlist("files")
    names = request.POST.getlist("names")
    if len(names) != len(files):
        names = [file.name or "file" for file in files]
    found = [_file(name, file) for name, file in zip(names, files, strict=True)]
    pasted = request.POST.get("pasted", "")
    if pasted.strip():
        found.append(Arrival(PASTED, pasted.replace("\r\n", "\n").encode("utf-8", "surrogatepass")))
    lines = list(dict.fromkeys(filter(None, map(str.strip, request.POST.get("addresses", "").splitlines()))))
    found += [address(line) for line in lines[:MOST_ADDRESSES]]
    if (over := len(lines) - MOST_ADDRESSES) > 0:
        said = f"{MOST_ADDRESSES:,} addresses at a time. Send the other {over:,} next, beginning with this one."
        found.append(Arrival(lines[MOST_ADDRESSES], code="too-many", message=said))
    return found


def address(typed: str) -> Arrival:
    """An address that is to be fetched, or why it never will be."""
    try:
        return Arrival(typed, url=askable(typed))
    except Unreadable as error:
        return Arrival(typed, code=error.code, message=error.message)


def fetched(arrivals: list[Arrival]) -> list[Arrival]:
    """The same with what stands at the addresses now: a page, a PDF, a feed with whole articles; or why nothing."""
    found = gathered((arrival.url for arrival in arrivals if arrival.to_fetch), SHIPPED)
    return [_brought(arrival, found[arrival.url]) if arrival.to_fetch else arrival for arrival in arrivals]


def _brought(arrival: Arrival, found: Gathered | Unreadable) -> Arrival:
    if isinstance(found, Unreadable):
        return Arrival(arrival.name, code=found.code, message=found.message)
    return Arrival(found.sent.name, found.sent.data, url=found.sent.url)


def _file(name: str, file: UploadedFile) -> Arrival:
    """A file that is too large is refused before it is read into memory."""
    name = name.replace("\x00", "").strip("/\\ ") or "file"
    if why := too_large(name, file.size or 0):
        return Arrival(name, code="too-large", message=why)
    return Arrival(name, file.read())

"""A file of the disk as an answer, whole or the part that was asked for: what a player needs to seek."""

from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from lib.ranges import Unsatisfiable, part_of

_AT_ONCE = 64 * 1024


def send_part(request: HttpRequest, path: Path, *, content_type: str, download: str = "") -> HttpResponseBase:
    """200, 206 with the part, or 416. `download` is the name under which a browser saves it; else it plays it.

    No cache keeps it: whoever loses the right to it, or deletes it, has it nowhere.
    """
    size = path.stat().st_size
    try:
        part = part_of(request.headers.get("Range", ""), size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    content = () if request.method == "HEAD" else _bytes(path, first, last - first + 1)
    response = StreamingHttpResponse(content, status=206 if part else 200, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = content_disposition_header(bool(download), download or path.name) or "inline"
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _bytes(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (data := file.read(min(_AT_ONCE, length))):
            length -= len(data)
            yield data

"""The HTML that mammoth makes of a Word document, with what it leaves out counted. Runs apart. Pure."""

import io
import re
import zipfile
from typing import Any

from articles.ingest.container import Limits, opened, part_of
from articles.ingest.draft import Unreadable
from articles.ingest.limits import WORD_PARTS, WORD_UNPACKED, WORD_XML, megabytes

_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\nu => "


def extract(data: bytes) -> dict[str, Any]:
    """`html`, `pictures`, `comments` (counts), `running` (heads and feet), `properties`. Raises Unreadable."""
    container = opened(data, Limits(WORD_UNPACKED, WORD_PARTS))
    parts = checked(container)
    html, pictures = _converted(_rebuilt(parts, container))
    running = [
        " ".join("".join(_TEXT.findall(parts[name].decode("utf-8", "replace"))).split())
        for name in sorted(parts)
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
    ]
    return {
        "html": html,
        "pictures": pictures,
        "comments": len(re.findall(rb"<w:comment[ >]", parts.get("word/comments.xml", b""))),
        "running": sorted({text for text in running if re.search(r"[^\W\d]{2}", text)}),
        "properties": _properties(parts.get("docProps/core.xml", b"")),
    }


def checked(container: zipfile.ZipFile) -> dict[str, bytes]:
    """The XML parts, unpacked within the limits, none of which declares a document type or an entity."""
    from defusedxml.sax import make_parser  # noqa: PLC0415 - only here

    parts: dict[str, bytes] = {}
    left = WORD_XML
    for part in container.infolist():
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        if part.flag_bits & 1:
            raise Unreadable("encrypted", "The document is protected by a password.")
        if part.file_size > left:
            raise Unreadable("bomb", f"The document’s text unpacks to more than {megabytes(WORD_XML)}.")
        found = part_of(container, part, min(left, part.file_size))
        left -= len(found)
        parser = make_parser()
        parser.forbid_dtd = True
        _parse(parser, part.filename, found)
        parts[part.filename] = found
    if "word/document.xml" not in parts:
        raise Unreadable("broken", "The document has no text part (word/document.xml).")
    return parts


def _parse(parser: Any, name: str, data: bytes) -> None:
    from xml.sax import SAXException  # noqa: PLC0415 - the class only; the parser is defusedxml's

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only here

    try:
        parser.parse(io.BytesIO(data))
    except DefusedXmlException as error:
        raise Unreadable(
            "entities", f"{name} declares a document type or entities, which no word processor writes."
        ) from error
    except SAXException as error:
        raise Unreadable("broken", f"The document is damaged: {name} is not XML.") from error


def _rebuilt(parts: dict[str, bytes], container: zipfile.ZipFile) -> io.BytesIO:
    """The same document of the checked parts only; pictures are there by name and have no bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as small:
        for name, found in parts.items():
            small.writestr(name, found)
        for part in container.infolist():
            if part.filename.startswith("word/media/") and part.filename not in parts:
                small.writestr(part.filename, b"")
    packed.seek(0)
    return packed


def _converted(document: io.BytesIO) -> tuple[str, int]:
    import mammoth  # type: ignore[import-untyped] # noqa: PLC0415 - slow import

    pictures = 0

    def dropped(image: Any) -> list[Any]:
        nonlocal pictures
        pictures += 1
        return [mammoth.html.element("img", {"alt": image.alt_text})] if image.alt_text else []

    try:
        made = mammoth.convert_to_html(
            document, convert_image=dropped, style_map=_STYLES, include_embedded_style_map=False
        )
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError) as error:
        raise Unreadable("broken", "The document is damaged: its parts do not fit together.") from error
    return made.value, pictures


def _properties(core: bytes) -> dict[str, str]:
    """Title, author and day of making, as the word processor noted them."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - only here

    found: dict[str, str] = {}
    for element in fromstring(core, forbid_dtd=True) if core else ():
        name = str(element.tag).rpartition("}")[2]
        if name in ("title", "creator", "created") and (text := " ".join((element.text or "").split())):
            found[name] = text
    return found

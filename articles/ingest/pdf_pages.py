"""The text of a PDF page by page, as pypdf finds it, and what the file notes of itself. Runs apart. Pure."""

import io
import logging
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from articles.ingest.draft import Unreadable
from articles.ingest.limits import PDF_PAGES


def extract(data: bytes) -> dict[str, Any]:
    """`pages`: their texts, line ends as printed, an empty line where there is a gap or an indent.

    `title`, `author`, `created` (ISO) where the file has them.

    Raises Unreadable: encrypted, too-many-pages or broken.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - slow import
    from pypdf.errors import DependencyError, PdfReadError, PyPdfError  # noqa: PLC0415 - slow import

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted", "The PDF is protected by a password: save a copy without it and send that.")
        count = len(reader.pages)
        if count > PDF_PAGES:
            raise Unreadable("too-many-pages", f"The PDF has {count:,} pages; {PDF_PAGES} is the most that is read.")
        return {"pages": [_text(page) for page in reader.pages], **_properties(reader)}
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable("encrypted", "The PDF is protected in a way that cannot be opened here.") from error
    except (Unreadable, MemoryError, RecursionError):
        raise
    except (PdfReadError, PyPdfError) as error:
        raise Unreadable("broken", f"The PDF is damaged: {error}.") from error
    except Exception as error:  # a damaged file raises whatever its damage leads to
        raise Unreadable("broken", f"The PDF is damaged ({type(error).__name__}).") from error


@dataclass(slots=True)
class _Printed:
    """A line; `x` and `y` are points from the lower left corner, None where pypdf does not tell them."""

    text: str = ""
    x: float | None = None
    y: float | None = None


_GAP = 1.4  # of the usual distance of two lines
_INDENT = (6, 60)  # points


def _text(page: Any) -> str:
    lines = [_Printed()]

    def take(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        first, *rest = text.split("\n")
        if first.strip() and not lines[-1].text.strip():
            lines[-1].x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            lines[-1].y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        lines[-1].text += first
        lines.extend(_Printed(part) for part in rest)

    plain = str(page.extract_text(visitor_text=take))
    spaced = _spaced([line for line in lines if line.text.strip()])
    same = "".join(spaced.split()) == "".join(plain.split())
    return (spaced if same else plain).encode("utf-8", "replace").decode()


def _spaced(lines: list[_Printed]) -> str:
    """The lines with an empty one before each that stands apart from the one above it or is indented."""
    falls = [
        above.y - line.y if above.y is not None and line.y is not None else 0.0 for above, line in pairwise(lines)
    ]
    usual = median([fall for fall in falls if fall > 0] or [0.0])
    made: list[str] = []
    for at, line in enumerate(lines):
        if at and (falls[at - 1] > _GAP * usual > 0 or _is_indented(lines[at - 1 : at + 2])):
            made.append("")
        made.append(line.text)
    return "\n".join(made)


def _is_indented(three: list[_Printed]) -> bool:
    """Whether the second of three lines begins to the right of its neighbours, which begin at one place."""
    if len(three) < 3 or any(line.x is None for line in three):
        return False
    above, line, below = (line.x or 0.0 for line in three)
    return _INDENT[0] < line - above < _INDENT[1] and abs(above - below) < 2


def _properties(reader: Any) -> dict[str, str]:
    try:
        said = reader.metadata
        found = {"title": said.title, "author": said.author, "created": said.creation_date}
    except Exception:  # what a file says of itself is not worth losing its text
        return {}
    return {
        name: value.date().isoformat() if name == "created" else " ".join(str(value).split())
        for name, value in found.items()
        if value
    }

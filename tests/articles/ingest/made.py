"""Files of the kinds that are read, made in memory: PDFs by hand, Word documents by python-docx, zip archives."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

LINE = 14  # points


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", author: str = "", created: str = "") -> bytes:
    """A PDF of these lines, `created` as `D:20250512`. An empty line is a gap, a page without lines
    has no text, spaces before a line indent it."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont"
                            b" /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for lines in pages:
        shown = b"".join(
            b"1 0 0 1 %d %d Tm (%s) Tj\n"
            % (72 + 4 * (len(line) - len(line.lstrip())), 740 - LINE * at, _pdf_text(line.strip()))
            for at, line in enumerate(lines)
        )
        stream = b"BT /F1 11 Tf\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    info = {"Title": title, "Author": author, "CreationDate": created}
    objects.append(b"<< %s >>" % b" ".join(b"/%s (%s)" % (k.encode(), _pdf_text(v)) for k, v in info.items() if v))
    return _pdf_file(objects)


def _pdf_text(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(objects), start,
    )  # fmt: skip


def pdf_with_objects(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is the catalog and the last the information."""
    return _pdf_file(objects)


def docx(paragraphs: Iterable[str | tuple[str, str]] = (), **properties: str | datetime) -> bytes:
    """A Word document of paragraphs, each its text or (style, text); core properties by their python-docx names."""
    document = new_document()
    for paragraph in paragraphs:
        style, text = paragraph if isinstance(paragraph, tuple) else ("Normal", paragraph)
        document.add_paragraph(text, style=style)
    for name, value in {"author": "", "title": "", **properties}.items():
        setattr(document.core_properties, name, value)
    return saved(document)


def new_document():
    import docx  # noqa: PLC0415 - slow import

    return docx.Document()


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(container: bytes, name: str, data: bytes, **how: int) -> bytes:
    """The same container with this part in place of what it had under the name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data, **how)
    return out.getvalue()


def archive(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip archive of (name, bytes), names as they are, equal ones too."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore", UserWarning)  # about equal names
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()

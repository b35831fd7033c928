"""How the bytes of a file become text: which encoding they are in, and which files are no text at all. Pure."""

import codecs
import re
from dataclasses import dataclass, field
from itertools import accumulate

from articles.ingest import mojibake
from articles.ingest.draft import Caution, Unreadable
from articles.ingest.limits import TEXT_BYTES as MAX_BYTES


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with LF line ends, otherwise as it stands: no normalisation, no repair.

    `pages` are the numbers, from 0, of the lines that stand behind a form feed.
    """

    text: str
    cautions: tuple[Caution, ...] = ()
    pages: tuple[int, ...] = field(default=(), compare=False)


_SIGNATURES = (
    (b"%PDF-", "pdf", "This is a PDF, whatever its name says. Save its text as .txt and send that."),
    (b"PK\x03\x04", "zip", "This is a Word document or a zip archive, not plain text. Save it as .txt and send that."),
    (b"\xd0\xcf\x11\xe0", "word", "This is an old Word document, not plain text. Save it as .txt and send that."),
    (b"{\\rtf", "rtf", "This is a rich-text document, not plain text. Save it as .txt and send that."),
    (b"\x89PNG", "image", "This is a picture, not text."),
    (b"\xff\xd8\xff", "image", "This is a picture, not text."),
    (b"GIF8", "image", "This is a picture, not text."),
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Codes and noncharacters: nothing can show them and HTML cannot carry them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BROKEN_OR_CONTROL = re.compile(f"{mojibake.SEQUENCE}|{_CONTROLS.pattern}")
_ASCII_CONTROLS = bytes([*range(9), *range(0x0E, 0x20), 0x7F])
_MAY_BE_CONTROLS = (b"\xc2", b"\xef\xb7", b"\xef\xbf")  # how the others begin in UTF-8
_NOTHING = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*")


def decode(data: bytes) -> Decoded:
    """The text of the bytes: UTF-8, UTF-16, UTF-32 or, with a caution, Windows-1252.

    Raises Unreadable with code empty, blank, too-large, binary, pdf, zip, word, rtf or image.
    """
    if not data:
        raise Unreadable("empty", "The file is empty: it has no bytes at all.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "too-large", f"The file has {len(data):,} bytes; an article file may have {MAX_BYTES:,} at most."
        )
    start = data[:4096].lstrip()[:16]
    for signature, code, message in _SIGNATURES:
        if start.startswith(signature):
            raise Unreadable(code, message)
    text, cautions = _characters(data)
    if "\x00" in text:
        raise Unreadable("binary", f"This is not a text file: it has a NUL at position {text.index(chr(0)):,}.")
    shown, controls = _without_controls(text)
    if controls > len(text) // 50:
        raise Unreadable("binary", f"This is not a text file: {controls:,} of its {len(text):,} characters are codes.")
    pages = _pages(text) if "\x0c" in text else ()
    text = line_ends(shown)
    if _NOTHING.fullmatch(text):
        raise Unreadable("blank", "The file has only white space in it.")
    if controls:
        cautions.append(
            Caution("control-characters", "body", f"{controls} characters that cannot be shown appear as “\ufffd”.")
        )
    if found := mojibake.example(text):
        line, before, after = found
        message = f"Line {line} has “{before}”: the file was saved in a wrong encoding once. Repaired it is “{after}”."
        cautions.append(Caution("mojibake", "body", message, offer="mojibake"))
    return Decoded(text, tuple(cautions), pages)


def _pages(text: str) -> tuple[int, ...]:
    """Where the pages behind the first begin, as numbers of lines."""
    starts = accumulate(line_ends(page).count("\n") + 1 for page in text.split("\x0c"))
    return tuple(starts)[:-1]


def _without_controls(text: str) -> tuple[str, int]:
    """The text with each control character as U+FFFD, and how many those are.

    One that is the rest of a letter in a wrong encoding (`â€` and U+009D, once a closing quotation mark) stays, since
    the letter could not be mended without it.
    """
    if not _may_have_controls(text):
        return text, 0
    replaced = 0

    def shown(found: re.Match[str]) -> str:
        nonlocal replaced
        if len(found[0]) > 1 and not _CONTROLS.search(mojibake.letter_of(found[0]) or found[0]):
            return found[0]
        made, count = _CONTROLS.subn("\ufffd", found[0])
        replaced += count
        return made

    return _BROKEN_OR_CONTROL.sub(shown, text), replaced


def _may_have_controls(text: str) -> bool:
    """A page of a hundred kilobytes has none, and bytes say so ten times quicker."""
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded.translate(None, _ASCII_CONTROLS)) != len(encoded) or any(b in encoded for b in _MAY_BE_CONTROLS)


def line_ends(text: str) -> str:
    """CRLF, CR, form feed, vertical tab, NEL, U+2028 and U+2029 become LF."""
    if not any(end in text for end in "\r\x0b\x0c\x85\u2028\u2029"):
        return text
    return _LINE_ENDS.sub("\n", text)


def _characters(data: bytes) -> tuple[str, list[Caution]]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if unmarked := _unmarked_utf16(data):
        return data.decode(unmarked), [
            Caution("encoding-guessed", "body", "Read as UTF-16, although the file does not say so.")
        ]
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)


def _marked(data: bytes, encoding: str) -> tuple[str, list[Caution]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        message = f"The file says {encoding.upper()}, but byte {error.start:,} and perhaps others do not fit it."
        return data.decode(encoding, "replace"), [Caution("encoding-broken", "body", message)]


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, where most of the text is ASCII: every other byte is NUL and no other is."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    high, low = data[0::2], data[1::2]
    for zeroes, others, encoding in ((high, low, "utf-16-be"), (low, high, "utf-16-le")):
        if zeroes.count(0) > len(zeroes) * 0.7 and 0 not in others:
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def _not_utf8(data: bytes, at: int) -> tuple[str, list[Caution]]:
    line = data.count(b"\n", 0, at) + 1
    kept = data.decode("utf-8", "replace")
    broken = kept.count("\ufffd")
    if sum(ord(c) > 127 for c in kept) - broken > broken:
        message = f"{broken} broken characters, the first in line {line}, appear as “\ufffd”."
        return kept, [Caution("encoding-broken", "body", message)]
    text = data.decode("cp1252", "replace")
    message = f"Read as Windows-1252, since line {line} is not UTF-8: look at the quotation marks and accents."
    cautions = [Caution("encoding-guessed", "body", message)]
    if broken := text.count("\ufffd"):
        cautions.append(Caution("encoding-broken", "body", f"{broken} broken characters appear as “\ufffd”."))
    return text, cautions

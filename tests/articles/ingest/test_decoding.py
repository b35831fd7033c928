"""Bytes to text: which encodings are read, what is refused and in which words."""

import pytest

from articles.ingest.decoding import MAX_BYTES, Decoded, decode
from articles.ingest.draft import Unreadable
from articles.ingest.mojibake import mend

TEXT = "Zoë said: “It’s 5 °C.”\nThe end 😀"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "utf-16 big-endian", "utf-32"],
)
def test_text_in_a_declared_encoding_is_read_without_a_caution(data: bytes) -> None:
    assert decode(data) == Decoded(TEXT)


def test_utf_16_without_a_mark_is_read_with_a_caution() -> None:
    decoded = decode("A plain line of text".encode("utf-16-le"))
    assert decoded.text == "A plain line of text"
    assert [caution.code for caution in decoded.cautions] == ["encoding-guessed"]


def test_windows_1252_is_read_with_a_caution_that_names_the_line() -> None:
    decoded = decode(b"One\nThe \x93gate\x94 isn\x92t")
    assert decoded.text == "One\nThe “gate” isn’t"
    assert [(caution.code, caution.message) for caution in decoded.cautions] == [
        (
            "encoding-guessed",
            "Read as Windows-1252, since line 2 is not UTF-8: look at the quotation marks and accents.",
        )
    ]


def test_one_broken_byte_in_utf_8_does_not_spoil_the_rest() -> None:
    decoded = decode("“Zoë” and “Noé” ".encode() + b"\xff")
    assert decoded.text == "“Zoë” and “Noé” \ufffd"
    assert [caution.code for caution in decoded.cautions] == ["encoding-broken"]


def test_every_line_end_becomes_lf_and_nothing_else_changes() -> None:
    assert decode("a\r\nb\rc\u2028d\u2029e\x0cf\x0bg\x85h\n\n\u00a0 \t\u00adi ﬁ é".encode()) == Decoded(
        "a\nb\nc\nd\ne\nf\ng\nh\n\n\u00a0 \t\u00adi ﬁ é"
    )


def test_mojibake_is_kept_with_a_caution_that_offers_its_repair() -> None:
    decoded = decode("First\nItâ€™s late".encode())
    assert decoded.text == "First\nItâ€™s late"
    assert [(caution.message, caution.offer) for caution in decoded.cautions] == [
        ("Line 2 has “Itâ€™s”: the file was saved in a wrong encoding once. Repaired it is “It’s”.", "mojibake")
    ]


def test_a_character_that_cannot_be_shown_is_replaced_with_a_caution() -> None:
    decoded = decode(b"A line of text that is long enough to be taken for one \x07 indeed")
    assert decoded.text == "A line of text that is long enough to be taken for one \ufffd indeed"
    assert [caution.code for caution in decoded.cautions] == ["control-characters"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_what_a_broken_letter_needs_to_be_mended_is_kept(encoding: str) -> None:
    was = "“Late,” said Zoë of Í. “Later.”"
    broken = "".join(chr(b) if encoding == "latin-1" else _cp1252(b) for b in was.encode())
    decoded = decode(broken.encode())
    assert decoded.text == broken
    assert "\x9d" in broken
    assert mend(decoded.text) == was
    assert [caution.code for caution in decoded.cautions] == ["mojibake"]


def _cp1252(byte: int) -> str:
    """As a browser reads it: the five bytes without a letter are control characters."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def test_a_control_character_behind_a_letter_that_is_right_is_replaced() -> None:
    rest = " among words that are right. " + "They go on and on. " * 8
    decoded = decode(f"Â\x07 and a â\x9d{rest}".encode())
    assert decoded.text == f"Â\ufffd and a â\ufffd{rest}"
    assert decoded.cautions[0].message.startswith("2 characters")


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"", "empty", "The file is empty: it has no bytes at all."),
        (b" \r\n\t\n", "blank", "The file has only white space in it."),
        ("\ufeff \u200b\u00a0".encode(), "blank", "The file has only white space in it."),
        (b"A line\x00of text", "binary", "This is not a text file: it has a NUL at position 6."),
        (b"\x01\x02\x03\x04ab", "binary", "This is not a text file: 4 of its 6 characters are codes."),
        (b"%PDF-1.7\n", "pdf", "This is a PDF, whatever its name says. Save its text as .txt and send that."),
        (
            b"PK\x03\x04\x14\x00",
            "zip",
            "This is a Word document or a zip archive, not plain text. Save it as .txt and send that.",
        ),
        (
            b"x" * (MAX_BYTES + 1),
            "too-large",
            "The file has 2,097,153 bytes; an article file may have 2,097,152 at most.",
        ),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, code: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert (refusal.value.code, refusal.value.message) == (code, message)

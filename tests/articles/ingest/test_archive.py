"""Zip archives: the good files come out, each bad one has its reason, and a bomb is never unpacked."""

import time
import zipfile
from datetime import date

import pytest

from articles.ingest.archive import Refusal, is_archive, unpack
from articles.ingest.draft import Sent, Unreadable
from articles.ingest.formats import read
from tests.articles.ingest import made

TEXT = b"Harbour opens\nMay 12, 2025\nAna Okoro\nIt opened on Monday."


def taken(data: bytes) -> tuple[list[str], dict[str, str]]:
    """Names of what came out, and the refused names with their codes."""
    out = list(unpack(Sent("all.zip", data)))
    return [f.name for f in out if isinstance(f, Sent)], {f.name: f.code for f in out if isinstance(f, Refusal)}


def test_two_hundred_files_with_three_bad_ones_give_the_rest_and_three_reasons() -> None:
    files = [(f"week {n % 9}/{n}.txt", TEXT + b" %d" % n) for n in range(197)]
    names, refusals = taken(made.archive([*files, ("../../etc/x.txt", TEXT), ("/abs.txt", TEXT), ("C:/a.txt", TEXT)]))
    assert names == [name for name, _ in files]
    assert refusals == {"../../etc/x.txt": "path", "/abs.txt": "path", "C:/a.txt": "path"}


def test_a_file_of_an_archive_knows_what_the_archive_was_sent_with() -> None:
    day = date(2025, 6, 1)
    (file,) = unpack(Sent("all.zip", made.archive([("a.txt", TEXT)]), today=day))
    assert (file.name, file.data, file.today) == ("a.txt", TEXT, day)


@pytest.mark.parametrize("path", ["..\\..\\a.txt", "a/../../b.txt", "\\\\host\\a.txt", "c:\\a.txt"])
def test_names_that_point_outside_are_refused_one_by_one(path: str) -> None:
    names, refusals = taken(made.archive([(path, TEXT), ("good.txt", TEXT)]))
    assert names == ["good.txt"]
    assert list(refusals.values()) == ["path"]


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    assert taken(made.archive([(link, b"/etc/passwd")])) == ([], {"a.txt": "link"})


def test_files_with_a_password_are_refused() -> None:
    data = bytearray(made.archive([("a.txt", TEXT), ("b.txt", TEXT)]))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert taken(bytes(data)) == (["b.txt"], {"a.txt": "encrypted"})


def test_an_archive_in_an_archive_is_refused_and_a_word_document_in_one_is_not() -> None:
    inner = made.archive([("b.txt", TEXT)])
    names, refusals = taken(made.archive([("in.zip", inner), ("in.txt", inner), ("a.docx", made.docx(["x"]))]))
    assert names == ["a.docx"]
    assert refusals == {"in.zip": "nested", "in.txt": "nested"}


def test_hidden_files_are_passed_over_and_counted_in_one_line() -> None:
    hidden = ["__MACOSX/._a.txt", ".DS_Store", "x/.git/config", "Thumbs.db", "x/desktop.ini"]
    out = list(unpack(Sent("all.zip", made.archive([*((name, b"x") for name in hidden), ("a.txt", TEXT)]))))
    assert out[0].name == "a.txt"
    assert out[1:] == [
        Refusal(
            "", "hidden-files", "5 hidden files were passed over (.DS_Store, __MACOSX and the like).", expected=True
        )
    ]


def test_equal_names_are_kept_apart() -> None:
    files = [("a.txt", b"1"), ("a.txt", b"2"), ("A.TXT", b"3"), ("b/a.txt", b"4"), ("b/a.txt", b"5")]
    out = [f for f in unpack(Sent("all.zip", made.archive(files))) if isinstance(f, Sent)]
    assert [(f.name, f.data) for f in out] == [
        ("a.txt", b"1"), ("a (2).txt", b"2"), ("A (3).TXT", b"3"), ("b/a.txt", b"4"), ("b/a (2).txt", b"5"),
    ]  # fmt: skip


def without_flag(data: bytes) -> bytes:
    """The archive as a program writes it that does not say that names are UTF-8."""
    out = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        out[out.index(signature) + at] &= ~0x08
    return bytes(out)


@pytest.mark.parametrize("name", ["Türkiye.txt", "Київ/стаття.txt", "習近平.txt", "plain.txt"])
def test_unicode_names_are_right_whether_the_archive_says_so_or_not(name: str) -> None:
    data = made.archive([(name, TEXT)])
    assert taken(data)[0] == [name]
    assert taken(without_flag(data))[0] == [name]


def test_a_name_in_the_code_page_of_dos_is_right() -> None:
    data = made.archive([("T\u00fc.txt", TEXT)]).replace("Tü.txt".encode(), b"T\x81 .txt")
    assert taken(without_flag(data))[0] == ["Tü .txt"]


def test_an_archive_that_declares_too_much_is_refused_before_anything_is_unpacked() -> None:
    zeroes = b"\x00" * 20_000_000
    bomb = made.archive([(f"{n}.txt", zeroes) for n in range(16)])
    assert len(bomb) < 400_000
    start = time.process_time()
    with pytest.raises(Unreadable) as refused:
        next(unpack(Sent("bomb.zip", bomb)))
    assert refused.value.message == "Unpacked, it would have 320.0 MB; 314.6 MB is the most."
    assert time.process_time() - start < 0.5


def test_a_file_that_packs_to_a_thousandth_is_refused_and_the_rest_goes_on() -> None:
    names, refusals = taken(made.archive([("zeroes.txt", b"\x00" * 5_000_000), ("a.txt", TEXT)]))
    assert (names, refusals) == (["a.txt"], {"zeroes.txt": "bomb"})


def test_a_file_that_unpacks_to_more_than_it_declares_is_refused() -> None:
    data = bytearray(made.archive([("a.txt", b"a" * 500_000), ("b.txt", TEXT)]))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + at
        data[start : start + 4] = (1000).to_bytes(4, "little")
    names, refusals = taken(bytes(data))
    assert names == ["b.txt"]
    assert refusals["a.txt"] in ("bomb", "broken")


def test_files_that_lie_over_one_another_are_refused() -> None:
    data = bytearray(made.archive([("a.txt", TEXT), ("b.txt", TEXT)]))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(Unreadable) as refused:
        list(unpack(Sent("all.zip", bytes(data))))
    assert refused.value.code == "bomb"


def test_an_archive_of_too_many_files_is_refused_with_both_numbers() -> None:
    with pytest.raises(Unreadable) as refused:
        list(unpack(Sent("all.zip", made.archive((f"{n}.txt", b"") for n in range(5001)))))
    assert refused.value.message == "The archive has 5,001 files in it; 5,000 is the most."


def test_a_file_whose_bytes_are_damaged_is_refused_and_the_rest_goes_on() -> None:
    data = bytearray(made.archive([("a.txt", TEXT * 20), ("b.txt", TEXT)]))
    data[40:60] = b"\x00" * 20
    names, refusals = taken(bytes(data))
    assert (names, refusals) == (["b.txt"], {"a.txt": "broken"})


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, b"PK\x03\x04" + b"x" * 5000, b""])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        list(unpack(Sent("all.zip", data)))
    assert refused.value.code in ("broken", "too-many", "bomb")


def test_an_archive_is_told_from_a_document_by_its_bytes() -> None:
    assert is_archive(made.archive([("a.txt", TEXT)]))
    assert not is_archive(made.docx(["x"]))
    assert not is_archive(TEXT)
    with pytest.raises(Unreadable) as refused:
        read(Sent("a.txt", made.archive([("a.txt", TEXT)])))
    assert refused.value.code == "archive"

"""The tags of notes as one text that every database can look through. Pure."""

from collections import Counter
from collections.abc import Iterable


def keys(tags: Iterable[str]) -> str:
    r"""["Black Sea", "Grain"] -> "\nblack sea\ngrain\n"; "" for none."""
    folded = [key(tag) for tag in tags]
    return "\n".join(("", *folded, "")) if folded else ""


def key(tag: str) -> str:
    """What tags that are the same have in common."""
    return " ".join(tag.casefold().split())


def counted(tags: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    """Each tag as it was first written, with the number of lists it is in; by name."""
    written: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for some in tags:
        for tag in some:
            written.setdefault(key(tag), tag)
        numbers.update({key(tag) for tag in some})
    return [(written[one], numbers[one]) for one in sorted(numbers)]

"""What the address of a library page asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from articles.models import Area, Article, Side
from articles.search.facets import AGES, ATTACHED, Narrowing
from lib.keys import whole
from lib.posted import plain

RECENCY = {0: "not at all", 1: "a little", 2: "a lot"}
USUAL = 1


class Linked:
    """What the address of a list asks for: `now` are its values but for the page."""

    page: int

    @property
    def now(self) -> dict[str, str]:
        raise NotImplementedError

    def link(self, **changes: str) -> str:
        """The address of the same list with these changes, from its first page; an empty value takes one away."""
        return "?" + urlencode({name: value for name, value in (self.now | changes).items() if value})

    @property
    def address(self) -> str:
        """The query string of this very page."""
        return self.link(page=str(self.page) if self.page > 1 else "").removeprefix("?")

    @property
    def kept(self) -> Mapping[str, str]:
        """What a new search keeps of the page."""
        return {name: value for name, value in self.now.items() if value and name != "q"}


@dataclass(frozen=True)
class Asked(Linked):
    """Anything that the address says and nobody understands is left out. `recency` is how much newness counts."""

    query: str
    by: Narrowing
    newest: bool
    recency: int
    page: int

    @property
    def now(self) -> dict[str, str]:
        """The address's values but for the page; empty where nothing is asked."""
        return {
            "q": self.query,
            "area": self.by.area.slug if self.by.area else "",
            "kind": self.by.kind,
            "days": str(self.by.days or ""),
            "publisher": self.by.publisher,
            "side": self.by.side,
            "has": self.by.attached,
            "sort": "newest" if self.newest else "",
            "new": "" if self.recency == USUAL else str(self.recency),
        }

    @property
    def words(self) -> tuple[str, ...]:
        """What is asked for, in words: of a saved search, what it does."""
        by = self.by
        said = (
            self.query,
            str(by.area or ""),
            str(Article.Kind(by.kind).label) if by.kind else "",
            f"the last {by.days} days" if by.days else "",
            by.publisher,
            str(Side(by.side).label) if by.side else "",
            f"with {ATTACHED[by.attached].lower()}" if by.attached else "",
            "newest first" if self.newest else "",
        )
        return tuple(filter(None, said))


def asked_for(given: QueryDict, areas: Iterable[Area]) -> Asked:
    """`areas` are those of the team."""
    slug = given.get("area", "")
    days, new = one_of(given, "days", map(str, AGES)), one_of(given, "new", map(str, RECENCY))
    return Asked(
        query=plain(given.get("q", ""), 2_000),
        by=Narrowing(
            area=next((area for area in areas if area.slug == slug), None),
            kind=one_of(given, "kind", Article.Kind.values),
            days=int(days) if days else None,
            publisher=plain(given.get("publisher", ""), 120),
            side=one_of(given, "side", Side.values),
            attached=one_of(given, "has", ATTACHED),
        ),
        newest=given.get("sort") == "newest",
        recency=int(new) if new else USUAL,
        page=page_number(given),
    )


def one_of(given: QueryDict, name: str, known: Iterable[str]) -> str:
    """The value of that name, if it is among the known; else ""."""
    value = given.get(name, "")
    return value if value in set(known) else ""


def page_number(given: QueryDict) -> int:
    """The page that is asked for, from 1."""
    number = given.get("page", "")
    return max(1, whole(number, 5))

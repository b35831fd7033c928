"""Texts that are nearly the same: one corrected typo, another title, a longer ending.

Every run of three words of a text is a number; the smallest KEPT of them are its sketch. Nearly equal texts share most
of theirs, so a look into one index finds the candidates, and only these are compared letter by letter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz

from articles.models import Article, Shingle
from articles.search.folding import folded_text
from lib.runs import numbers
from teams.models import Membership

KEPT = 8
_SHARED = 2  # numbers that two sketches must have in common
_ALIKE = 0.8  # of the letters, after Indel distance
_CANDIDATES = 5
_AT_ONCE = 100  # texts in one question to the database


@dataclass(frozen=True)
class Text:
    """What is looked for: a text and the key of its address (Article.url_key). `also` are articles to compare it with
    in any case, `itself` is the one that it is the text of."""

    text: str
    url_key: str = ""
    also: tuple[UUID, ...] = ()
    itself: UUID | None = None


@dataclass(frozen=True)
class Near:
    """An article of the team that is like another; `share` of the letters is the same, 0 to 1."""

    article: Article
    share: float
    same_address: bool = False

    @property
    def close(self) -> bool:
        return self.share >= _ALIKE


def sketch(words: str) -> tuple[int, ...]:
    """The smallest numbers of the runs of three in folded words with spaces between; empty below three words."""
    said = words.encode("utf-8", "surrogatepass").split()
    return tuple(sorted(numbers(said))[:KEPT]) if len(said) >= 3 else ()


def rows_of(article: Article, text: str) -> list[Shingle]:
    """The unsaved rows of the sketch of an article's text."""
    return [Shingle(article=article, team_id=article.team_id, value=value) for value in sketch(folded_text(text)[0])]


def near(*, member: Membership, text: str, but: Iterable[Article] = ()) -> list[Near]:
    """The visible articles that are most like `text`, the likest first; three queries at most."""
    out = {article.pk for article in but}
    (found,) = alike(member=member, texts=[Text(text)])
    return [one for one in found if one.article.pk not in out]


def alike(*, member: Membership, texts: Sequence[Text]) -> list[list[Near]]:
    """For each text the visible articles that are nearly the same or stand at its address, the likest first.

    Three queries for every hundred texts.
    """
    groups = (texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE))
    return [found for group in groups for found in _alike(member, group)]


def _alike(member: Membership, texts: Sequence[Text]) -> Iterator[list[Near]]:
    sketches = [sketch(folded_text(one.text)[0]) for one in texts]
    holders: defaultdict[int, list[UUID]] = defaultdict(list)
    shingles = Shingle.objects.filter(team=member.team, value__in={value for values in sketches for value in values})
    for value, article in shingles.values_list("value", "article"):
        holders[value].append(article)
    there: defaultdict[str, list[UUID]] = defaultdict(list)
    seen = Article.objects.visible_to(member).exclude(current=None)
    for key, article in seen.filter(url_key__in={one.url_key for one in texts} - {""}).values_list("url_key", "pk"):
        there[key].append(article)
    wanted = [
        dict.fromkeys([*one.also, *sorted(there[one.url_key])[:_CANDIDATES], *_sharing(values, holders)])
        for one, values in zip(texts, sketches, strict=True)
    ]
    rows = seen.filter(pk__in={key for keys in wanted for key in keys}).select_related("current", "team")
    articles = {article.pk: article for article in rows}
    for one, keys in zip(texts, wanted, strict=True):
        found = [_near(one, articles[key]) for key in keys if key in articles and key != one.itself]
        kept = [near for near in found if near.close or near.same_address or near.article.pk in one.also]
        yield sorted(kept, key=lambda near: (-near.share, near.article.pk))[:_CANDIDATES]


def _sharing(values: Iterable[int], holders: dict[int, list[UUID]]) -> list[UUID]:
    """The articles that hold most of these numbers."""
    shared = Counter(article for value in values for article in holders.get(value, ()))
    enough = sorted((-count, article) for article, count in shared.items() if count >= _SHARED)
    return [article for _, article in enough[: _CANDIDATES * 2]]


def _near(one: Text, article: Article) -> Near:
    share = fuzz.ratio(one.text, article.current.text) / 100 if article.current else 0.0
    return Near(article, share, same_address=bool(one.url_key) and article.url_key == one.url_key)

"""The cites of a card: what its owner wrote, else what its article says."""

from dataclasses import dataclass

from django.utils import timezone

from articles.ingest.register import Register
from articles.models import Article
from articles.publishers import register_of
from evidence import cites
from evidence.cites import Cites
from evidence.models import Card

# Field of a card -> the cite that it holds.
FIELDS = {"cite": "line", "cite_spoken": "spoken", "cite_mla": "mla"}


@dataclass(frozen=True)
class Cite:
    """One way of naming a card's source; `by_hand` where it is not what the article would give."""

    name: str
    label: str
    text: str
    by_hand: bool


def made(article: Article, register: Register | None = None) -> Cites:
    """From the byline, the publisher as the register knows it, the date and the address. It costs a query where no
    register is given."""
    byline, published_on, title = article.byline, article.published_on, article.title
    publication = None
    if article.publisher:
        publication = (register or register_of(article.team)).find(article.publisher)
    aloud = (publication.spoken if publication else "") or article.publisher
    return Cites(
        line=cites.cite(byline, article.publisher, published_on)[:300],
        spoken=cites.spoken(byline, aloud, published_on, title=title, today=timezone.localdate())[:300],
        mla=cites.mla(byline, title, article.publisher, published_on, article.url)[:600],
    )


def cites_of(card: Card) -> tuple[Cite, ...]:
    """Aloud, in one line, MLA; a cite that nobody wrote and no article gives is left out."""
    given = made(card.article) if card.article else Cites("", "", "")
    found = []
    for name, label in (("cite_spoken", "Aloud"), ("cite", "One line"), ("cite_mla", "MLA")):
        own, other = getattr(card, name), getattr(given, FIELDS[name])
        if own or other:
            found.append(Cite(name.replace("_", "-"), label, own or other, bool(own) and own != other))
    return tuple(found)

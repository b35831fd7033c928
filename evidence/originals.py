"""The warning that a card is second hand, and the originals that should be cited in its place."""

from dataclasses import dataclass

from articles.ingest.register import key
from articles.missing import originals
from articles.models import Article, Revision, Source
from evidence.models import Card
from evidence.secondhand import Words, paragraph, words_of_another
from teams.models import Membership


@dataclass(frozen=True)
class SecondHand:
    """`words` are somebody's own that the article quotes, if any; `digest`: the article itself sums up others.

    `sources` is what a digest drew on, what its paragraph names first, each with the team's article of it, if any.
    """

    words: Words | None
    digest: bool
    sources: tuple[tuple[Source, Article | None], ...]


def of_card(card: Card, member: Membership) -> SecondHand | None:
    """As `second_hand`, of the text that the card's passage stands in."""
    if card.article is None:
        return None
    if card.passage is None:
        return second_hand(card.article, member, card.quotation, 0, len(card.quotation))
    # Without the bytes that the text came from.
    text = Revision.objects.values_list("text", flat=True).get(pk=card.passage.revision_id)
    return second_hand(card.article, member, text, card.passage.start, card.passage.end)


def second_hand(article: Article, member: Membership, text: str, start: int, end: int) -> SecondHand | None:
    """None for the article's own words, unless it is a digest."""
    digest = article.kind == Article.Kind.DIGEST
    words = words_of_another(text, start, end)
    if not digest:
        return SecondHand(words, digest=False, sources=()) if words else None
    named = key(paragraph(text, start, end))
    sources = sorted(article.sources.all(), key=lambda source: not _named(source, named))
    here = originals(member=member, sources=sources)
    return SecondHand(words, digest=True, sources=tuple((source, here.get(source.pk)) for source in sources))


def _named(source: Source, paragraph: str) -> bool:
    return bool(source.publication) and key(source.publication) in paragraph

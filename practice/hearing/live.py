"""Whether listeners have said anything since a page looked, told without reading it."""

from hashlib import sha256

from django.db.models import Count, Max, Q

from articles.models import Article
from practice.hearing.citing import publications
from practice.models import Ballot, Comment, PointSource, Round, Said
from practice.phases import SPEAKING
from teams.models import Membership


def etag(*, round: Round, reader: Membership) -> str:
    """The same as long as the sections, the comments, the sources with the library's answers, and the ballots of
    `round` look the same to `reader`."""
    said = Comment.objects.visible_to(reader).filter(round=round).said()
    heard = Said.objects.visible_to(reader).filter(round=round)
    sources = PointSource.objects.filter(point__round=round)
    seen = (
        reader.pk,
        len(round.happened),
        round.clock().phase in SPEAKING,
        sorted(said.values_list("pk", "updated_at")),
        sorted(heard.values_list("pk", "updated_at")),
        sorted(sources.values_list("pk", flat=True)),
        sorted(Ballot.objects.visible_to(reader).filter(round=round).given().values_list("pk", "updated_at")),
        _library(reader, list(heard)),
    )
    return f'"{sha256(repr(seen).encode()).hexdigest()[:32]}"'


def _library(reader: Membership, heard: list[Said]) -> tuple[object, ...]:
    """What would change where an article comes, goes or is put right on which the answers may rest."""
    if not heard:
        return ()
    _, names = publications(said=heard, reader=reader)
    ticked = {one.article_id for one in heard if one.article_id}
    rows = Article.objects.visible_to(reader).filter(Q(publisher__in=names) | Q(pk__in=ticked))
    return (names, *rows.aggregate(Count("pk"), Max("updated_at")).values())

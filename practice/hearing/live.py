"""Whether listeners have said anything since a page looked, told without reading it."""

from hashlib import sha256

from practice.models import Comment, PointSource, Round, Said
from practice.phases import SPEAKING
from teams.models import Membership


def etag(*, round: Round, reader: Membership) -> str:
    """The same as long as the sections, the comments and the sources of `round` look the same to `reader`."""
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
    )
    return f'"{sha256(repr(seen).encode()).hexdigest()[:32]}"'

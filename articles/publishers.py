"""What a team knows of publishers, and filing its articles under one name when it learns another form of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.ingest.register import SHIPPED, Publication, Register, key
from articles.models import Article, Publisher
from articles.search.index import index
from teams.models import Membership, Team


@dataclass(frozen=True)
class Kept:
    """`refiled` counts the articles that stood under another form of the name and now stand under it."""

    publisher: Publisher
    refiled: int


class Taken(Exception):
    """Another entry of the team's register has the name."""


def register_of(team: Team) -> Register:
    """The shipped register with the team's own entries, which win. One query."""
    return SHIPPED.joined(own.publication for own in Publisher.objects.filter(team=team))


def publishers_seen(member: Membership) -> list[str]:
    """The publishers of the articles that the member may see, as these are filed. One query."""
    rows = Article.objects.visible_to(member).exclude(publisher="").order_by("publisher")
    return list(rows.values_list("publisher", flat=True).distinct())


def keep_publisher(*, team: Team, entry: Publication, instead_of: Publisher | None = None) -> Kept:
    """Store the entry, or change `instead_of` to it, and file the team's articles under its name.

    Raises Taken where another entry has this name by now.
    A former name stays among the aliases: files that come in later may still print it.
    """
    with transaction.atomic():
        publisher = instead_of or Publisher(team=team)
        former = publisher.name
        aliases = [alias for alias in entry.aliases if key(alias) != key(entry.name)]
        if former and key(former) not in {key(form) for form in (*aliases, entry.name)}:
            aliases.append(former)
        publisher.name, publisher.spoken, publisher.aliases = entry.name, entry.spoken, aliases
        publisher.region, publisher.kind = entry.region, entry.kind
        try:
            with transaction.atomic():
                publisher.save()
        except IntegrityError:
            raise Taken(entry.name) from None
        return Kept(publisher, refile(team=team, publication=publisher.publication, also=[former]))


def refile(*, team: Team, publication: Publication, also: Iterable[str] = ()) -> int:
    """File under the publication's name what stands under another form of it; the number of articles moved.

    What lies in the trash is filed too: it may come back.
    """
    forms = {key(form) for form in (publication.name, publication.spoken, *publication.aliases, *also) if form}
    ours = Article.objects.filter(team=team)
    names = ours.exclude(publisher="").exclude(publisher=publication.name).values_list("publisher", flat=True)
    wrong = [name for name in set(names.order_by()) if key(name) in forms]
    moved = list(ours.filter(publisher__in=wrong).values_list("pk", flat=True))
    ours.filter(pk__in=moved).update(publisher=publication.name, updated_at=timezone.now())
    index(ours.filter(pk__in=moved).select_related("current").prefetch_related("areas", "questions"))
    return len(moved)

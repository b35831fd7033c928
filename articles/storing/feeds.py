"""The feeds that a team follows: what in one is new to the library, and a batch of it."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.ingest import feed as feeds
from articles.ingest.addresses import tidy, url_key
from articles.ingest.draft import Sent, Unreadable
from articles.ingest.web import askable, read_feed
from articles.models import Article, Batch, BatchFile, Feed
from articles.publishers import register_of
from articles.storing.batches import Arrival, add_files, open_batch, seal
from teams.models import Membership, Team

LONGEST = 500  # characters of a feed's address


@dataclass(frozen=True)
class Fresh:
    """The entries that are new: with their text, or an address to fetch. `known` came before; `empty` have neither a
    text nor an address that may be asked; `left` are beyond those that are read."""

    arrivals: tuple[Arrival, ...]
    known: int = 0
    empty: int = 0
    left: int = 0

    @property
    def told(self) -> str:
        """`3 entries are new, 12 were here before.`"""
        parts = [f"{_entries(len(self.arrivals))} new" if self.arrivals else "Nothing is new"]
        parts += [f"{self.known} {'was' if self.known == 1 else 'were'} here before"] if self.known else []
        parts += [f"{self.empty} {'has' if self.empty == 1 else 'have'} no text and no page"] if self.empty else []
        parts += [f"{self.left} beyond the first {feeds.FEED_ENTRIES} were not looked at"] if self.left else []
        return f"{', '.join(parts)}."


@dataclass(frozen=True)
class Looked:
    """`batch` is None where nothing was new."""

    fresh: Fresh
    batch: Batch | None = None


def follow(*, member: Membership, address: str) -> tuple[Feed, bool]:
    """The team's feed of this address, and whether it is new; one that was stopped goes on. Raises Unreadable."""
    sent, found = read_feed(askable(address), register_of(member.team))
    url = askable(sent.url)
    if len(url) > LONGEST:
        raise Unreadable("address", f"The feed's address has {len(url):,} characters; {LONGEST} is the most.")
    of_team = Feed.objects.filter(team=member.team, url=url)
    try:
        with transaction.atomic():
            row: Feed | None = of_team.filter(deleted_at=None).first()
            if row:
                return row, False
            stopped: Feed | None = of_team.exclude(deleted_at=None).order_by("-deleted_at").first()
            if stopped:
                stopped.restore()
                return stopped, True
            return Feed.objects.create(team=member.team, owner=member.user, url=url, title=found.title[:200]), True
    except IntegrityError:  # somebody else followed it meanwhile
        return of_team.get(deleted_at=None), False


def go_on(*, feed: Feed) -> Feed:
    """A stopped feed is followed again; where its address is followed meanwhile, that is the feed."""
    return feed if feed.restore_if_free() else Feed.objects.get(team=feed.team_id, url=feed.url, deleted_at=None)


def followed(member: Membership) -> QuerySet[Feed]:
    """The team's feeds with what came of each: its newest batch, articles so far, lines not read or waiting."""
    newest = Batch.objects.visible_to(member).filter(feed=OuterRef("pk")).order_by("-created_at")
    line = "batches__files"
    rows: QuerySet[Feed] = Feed.objects.visible_to(member).annotate(
        last_batch=Subquery(newest.values("pk")[:1]),
        added=Count(f"{line}__added", distinct=True),
        refused=Count(line, filter=Q(**{f"{line}__state": "refused"}), distinct=True),
        left=Count(line, filter=Q(**{f"{line}__state__in": ["waiting", "working"]}), distinct=True),
    )
    return rows.order_by("title", "url")


def look(*, feed: Feed, member: Membership) -> Looked:
    """Fetch the feed, and open a batch of what is new; the batch is not worked on yet. Raises Unreadable."""
    sent, found = read_feed(feed.url, register_of(member.team))
    with transaction.atomic():
        # Two who look at once: the second one finds the first one's lines.
        row = Feed.objects.select_for_update().get(pk=feed.pk)
        fresh = unseen(team=member.team, sent=sent)
        row.checked_at, row.title = timezone.now(), found.title[:200] or row.title
        row.save(update_fields=["checked_at", "title"])
        if not fresh.arrivals:
            return Looked(fresh)
        batch = open_batch(member=member, label=str(row), feed=row)
        add_files(batch=batch, arrivals=fresh.arrivals)
        seal(batch=batch)
    return Looked(fresh, batch)


def unseen(*, team: Team, sent: Sent) -> Fresh:
    """The entries that the library does not have and no batch had, in the feed's order. Raises Unreadable.

    What is in the trash, or could not be read, was here: it is not brought a second time.
    """
    found = feeds.entries(sent.data, sent.url)
    entries = {_name_of(entry): entry for entry in reversed(found.entries)}
    arrivals: list[Arrival] = []
    empty = 0
    for entry in reversed(entries.values()):
        arrival = _arrival(entry, found, sent)
        if arrival is None:
            empty += 1
        else:
            arrivals.append(arrival)
    before = _before(team, arrivals)
    new = tuple(arrival for arrival in arrivals if not before & {arrival.url and url_key(arrival.url), arrival.sha256})
    return Fresh(new, len(arrivals) - len(new), empty, found.left)


def _name_of(entry: feeds.FeedEntry) -> str:
    return url_key(entry.url) or entry.guid or entry.title


def _arrival(entry: feeds.FeedEntry, found: feeds.Feed, sent: Sent) -> Arrival | None:
    url = _askable(entry.url)
    if feeds.draft_of_entry(entry, found, sent):
        return Arrival(f"{(entry.title or url)[:400]}.atom", feeds.alone(entry, found.title), url=url)
    if not url or url_key(url) == url_key(sent.url):
        return None
    return Arrival(entry.title[:400] or url, url=url)


def _askable(url: str) -> str:
    try:
        return askable(tidy(url)) if url else ""
    except Unreadable:
        return ""


def _before(team: Team, arrivals: list[Arrival]) -> set[str]:
    """The keys of the addresses that the library or a batch has, and the hashes of texts without an address."""
    urls = {arrival.url for arrival in arrivals if arrival.url}
    hashes = {arrival.sha256 for arrival in arrivals if not arrival.url}
    lines = BatchFile.objects.filter(batch__team=team, batch__deleted_at=None)
    articles = Article.objects.filter(team=team, url_key__in={url_key(url) for url in urls})
    return {
        *articles.values_list("url_key", flat=True),
        *map(url_key, lines.filter(url__in=urls).values_list("url", flat=True)),
        *lines.filter(sha256__in=hashes).values_list("sha256", flat=True),
    } - {""}


def _entries(number: int) -> str:
    return "One entry is" if number == 1 else f"{number} entries are"

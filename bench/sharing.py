"""A thousand cards brought in by slices and taken out of the database, beside the least that could be done."""

import time
import tracemalloc
from collections.abc import Callable

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from bench.database import scratch
from bench.texts import paragraphs
from bench.timing import line, medians_ms
from evidence.blocks import add_cards, make_block
from evidence.bringing import batches
from evidence.bringing.found import Brought, Found
from evidence.export.formats import FORMATS
from evidence.export.sheet import Card as SheetCard
from evidence.export.taking_out import sheet_of
from evidence.links import address_of, make_link
from evidence.models import Card
from teams.joining import make_team
from teams.models import Membership, User

TITLE = "A thousand cards brought in, taken out and shown, with the database"
CARDS = 1_000
WORDS = 120
HOST = {"SERVER_NAME": "localhost"}


def measure() -> list[str]:
    plain = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with scratch(), override_settings(STORAGES=plain):
        member = make_team(user=User.objects.create_user("bench"), name="Bench")
        return [*_brought_in(member), *_taken_out(member), *_shown(member)]


def _found(number: int) -> Found:
    words = " ".join(paragraphs(40_000, seed=number % 50)).split()
    text = " ".join(words[number % 300 : number % 300 + WORDS])
    spans = {"underline": tuple((at, at + 12) for at in range(0, 600, 30))}
    return Found(SheetCard(tag=f"Claim {number}", cite="Castellanos, 2026", quotation=f"{number} {text}", spans=spans))


def _brought_in(member: Membership) -> list[str]:
    found = tuple(_found(number) for number in range(CARDS))
    batch = batches.receive(member=member, brought=Brought("Bench", found))
    compare = _slices(lambda: batches.work(batch=batch, member=member, seconds=0).stage == "compare")
    batches.begin(batch=batch)
    keep = _slices(lambda: batches.work(batch=batch, member=member, seconds=0).stage != "done")
    slices = [*compare, *keep]
    rows = list(Card.objects.all())
    Card.objects.all().delete()
    bare = _seconds(lambda: Card.objects.bulk_create(rows))
    Card.objects.all().delete()
    again = batches.receive(member=member, brought=Brought("Bench", found))
    batches.begin(batch=again)
    batches.work(batch=again, member=member, seconds=600)
    cards = Card.objects.count()
    return [
        line(
            f"{cards:,} cards compared with those of the team, in all",
            1000 * sum(compare),
            "storing bare rows",
            1000 * bare,
        ),
        line("the same kept, with runs, marks and index", 1000 * sum(keep), "storing bare rows", 1000 * bare),
        f"the longest of {len(slices)} slices is {max(slices) / sum(slices):.1%} of all",
    ]


def _taken_out(member: Membership) -> list[str]:
    client = Client(**HOST)
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    take_out, cards = (reverse(f"evidence:{name}", args=[member.team.slug]) for name in ("take_out", "cards"))
    page, other = medians_ms([lambda: client.get(take_out), lambda: client.get(cards)], times=5)
    word, text = medians_ms([lambda: _written(member, "word"), lambda: _written(member, "text")], times=3)
    peaks = ", ".join(f"{count:,}: {_peak(member, count) / 1e6:.1f} MB" for count in (100, CARDS))
    return [
        line(f"the page to take {CARDS:,} cards out, 200 of them to tick", page, "the page of 20 cards", other),
        line(f"{CARDS:,} cards from the database to .docx", word, "to text", text),
        f"most memory meanwhile, by cards: {peaks}",
    ]


def _shown(member: Membership) -> list[str]:
    member.team.links_on = True
    member.team.save()
    block = make_block(member=member, title="Bench").block
    add_cards(block=block, cards=Card.objects.all()[:100])
    one = make_link(member=member, about=Card.objects.all()[0], days=1)
    many = make_link(member=member, about=block, days=1)
    client = Client(**HOST)
    addresses = address_of(many), address_of(one)
    both, single = medians_ms([lambda: client.get(addresses[0]), lambda: client.get(addresses[1])], times=5)
    return [line("a block of 100 cards by its link", both, "a card by its link", single)]


def _slices(act: Callable[[], bool]) -> list[float]:
    """Seconds of each, until there is no more."""
    taken, more = [], True
    while more:
        begin = time.perf_counter()
        more = act()
        taken.append(time.perf_counter() - begin)
    return taken


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        pass


def _written(member: Membership, name: str, count: int = CARDS) -> None:
    rows = Card.objects.visible_to(member).newest_first()
    keys = list(rows.values_list("pk", flat=True)[:count])
    FORMATS[name].write(sheet_of(member=member, title="Bench", rows=rows.filter(pk__in=keys)), _Nowhere())  # type: ignore[arg-type]


def _peak(member: Membership, count: int) -> int:
    tracemalloc.start()
    _written(member, "word", count)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak

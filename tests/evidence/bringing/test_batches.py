"""A file of cards that is kept in slices: killed, worked on twice at once, looked at by the page, taken back whole."""

import itertools
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import SearchEntry
from evidence import blocks
from evidence.blocks import make_block
from evidence.bringing import batches
from evidence.bringing import into_blocks as placing
from evidence.bringing.batches import FORGOTTEN, begin, progress_of, receive, tick_all, work
from evidence.bringing.found import Brought, Found
from evidence.bringing.keeping import keep
from evidence.bringing.taking_back import put_back, take_back
from evidence.editing import edit_card
from evidence.export.sheet import Card as SheetCard
from evidence.models import Block, Card, CardBatch, CardLine, CardRun, Entry
from evidence.remarking import remark
from tests import make
from tests.served import let_go
from tests.together import together

HEADINGS = ((1, "Black Sea"), (2, "Ports"))


def found(number, **fields):
    said = {"tag": f"Claim {number}", "cite": "Staff", "quotation": f"Words of card {number} stand here."}
    return Found(SheetCard(**said | fields), HEADINGS)


def a_batch(member, count, *more):
    return receive(member=member, brought=Brought("Big file", (*map(found, range(count)), *more)))


def kept(batch, member):
    work(batch=batch, member=member, seconds=60)
    begin(batch=batch)
    return work(batch=batch, member=member, seconds=120)


def tags(member):
    rows = Card.objects.visible_to(member).newest_first()
    return list(rows.values_list("tag", flat=True))


WORKER = """
import django; django.setup()
from evidence.bringing import batches
from evidence.models import CardBatch
from teams.models import Membership
batches.SLICES.update(keep=5, place=5)
batch = CardBatch.objects.get()
print("ready", flush=True)
batches.work(batch=batch, member=Membership.objects.of(batch.owner).get(team=batch.team), seconds=60)
"""


@contextmanager
def worker():
    """A process of its own that works on the batch; it says so in a line, and is killed in the end."""
    name = connection.settings_dict["NAME"]
    environment = dict(os.environ, DJANGO_SETTINGS_MODULE="tests.settings")
    script = f"from django.conf import settings\nsettings.DATABASES['default']['NAME'] = {str(name)!r}\n{WORKER}"
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=root, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        let_go()


def killed_when(batch, reached):
    with worker() as process:
        process.stdout.readline()
        until = time.monotonic() + 90
        while not reached(progress_of(batch)) and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    batch.refresh_from_db()
    return progress_of(batch)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_loses_nothing_and_no_card_is_made_twice(cast):
    batch = a_batch(cast.bob, 300)
    work(batch=batch, member=cast.bob, seconds=60)
    CardBatch.objects.update(blocks=True)
    begin(batch=batch)
    stopped = killed_when(batch, lambda progress: progress.kept >= 10)
    assert 10 <= stopped.kept < 300
    assert stopped.kept == stopped.made == Card.objects.count()
    stopped = killed_when(batch, lambda progress: progress.placed >= 10)
    assert (stopped.kept, Card.objects.count()) == (300, 300)
    assert 10 <= stopped.placed < 300
    progress = work(batch=batch, member=cast.bob, seconds=120)
    assert (progress.stage, progress.made, progress.placed) == ("done", 300, 300)
    assert tags(cast.bob) == [f"Claim {number}" for number in range(300)], "newest first is the order of the file"
    entries = Entry.objects.standing().filter(block=Block.objects.get(), card__isnull=False)
    assert [entry.card.tag for entry in entries.select_related("card")] == tags(cast.bob)


@pytest.mark.django_db(transaction=True)
def test_two_that_work_at_once_make_every_card_once(cast, monkeypatch):
    monkeypatch.setitem(batches.SLICES, "keep", 3)
    batch = a_batch(cast.bob, 30)
    work(batch=batch, member=cast.bob, seconds=60)
    results = together(*[lambda: (begin(batch=batch), work(batch=batch, member=cast.bob, seconds=60))] * 2)
    assert [result[1].stage for result in results] == ["done", "done"]
    assert sorted(tags(cast.bob)) == sorted(f"Claim {number}" for number in range(30))
    assert CardRun.objects.values("card").distinct().count() == 30


def test_a_file_of_more_than_a_thousand_cards_is_looked_at_by_the_page_and_its_ticks_are_remembered(cast, as_member):
    batch = a_batch(cast.bob, 1_050)
    work(batch=batch, member=cast.bob, seconds=60)
    bob, address = as_member(cast.bob), reverse("evidence:brought", args=["riverside", batch.pk])
    html = bob.get(address).content.decode()
    assert "1050 cards in “Big file”." in html and "Page 1 of 11." in html and html.count('name="take"') == 100
    keep = reverse("evidence:keep_cards", args=["riverside", batch.pk])
    page = {"shown": [*range(100)], "take": [*range(1, 100)], "visibility": "private", "page": "1"}
    to = bob.post(keep, page | {"go": "11"}, follow=True)
    assert to.context["shown"].number == 11 and "1049 ticked" in to.content.decode()
    assert to.context["form"]["visibility"].value() == "private"
    bob.post(keep, {"go": "none", "visibility": "private"})
    assert progress_of(batch).wanted == 0
    last = {"shown": [*range(1_000, 1_050)], "take": [1_049], "visibility": "private", "go": "keep"}
    assert "1 card brought in." in bob.post(keep, last, follow=True).content.decode()
    assert [(card.tag, card.visibility) for card in Card.objects.all()] == [("Claim 1049", "private")]


def test_what_takes_long_is_shown_with_how_far_it_is_and_goes_on_by_a_form(cast, as_member, monkeypatch):
    ticks = itertools.count(step=10)
    monkeypatch.setattr(batches, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    for stage in batches.SLICES:
        monkeypatch.setitem(batches.SLICES, stage, 2)
    batch, bob = a_batch(cast.bob, 5), as_member(cast.bob)
    address, go_on = (
        reverse(f"evidence:{name}", args=["riverside", batch.pk]) for name in ("brought", "work_on_cards")
    )
    said = [bob.post(go_on, headers={"HX-Request": "true"}).content.decode() for _ in range(3)]
    assert "2 of 5 cards compared" in said[0] and "<html" not in said[0] and "4 of 5 cards compared" in said[1]
    assert "Are these right?" in said[2]
    keep = {"shown": [*range(5)], "take": [*range(5)], "visibility": "team"}
    html = bob.post(reverse("evidence:keep_cards", args=["riverside", batch.pk]), keep, follow=True).content.decode()
    assert "2 of 5 cards kept" in html and f'action="{go_on}"' in html
    for _ in range(3):
        html = bob.post(go_on, follow=True).content.decode()
    assert "5 cards brought in." in html and "5 cards brought in." in bob.get(address).content.decode()


def test_a_file_is_taken_back_whole_but_for_what_was_changed_since_and_comes_back(cast, as_member):
    article = make.article(member=cast.alice, title="Ports Reopen")
    words = {"mla": "Castellanos. “Ports Reopen.”", "quotation": "Wheat for May delivery fell"}
    batch = a_batch(cast.bob, 4, found(4, **words))
    CardBatch.objects.update(blocks=True)
    kept(batch, cast.bob)
    changed, spoken_of = Card.objects.get(tag="Claim 0"), Card.objects.get(tag="Claim 1")
    edit_card(card=changed, version=1, by=cast.bob.user, tag="Better")
    remark(member=cast.erin, about=spoken_of, body="Good.")
    placed = Card.objects.get(tag="Claim 4")
    assert placed.article == article and SearchEntry.objects.filter(key=placed.pk).exists()
    done = take_back(batch=batch, member=cast.bob)
    assert (done.cards, done.kept, done.blocks) == (3, 2, 0), "the block stays with the two cards that stay"
    assert sorted(tags(cast.bob)) == ["Better", "Claim 1"]
    assert not SearchEntry.objects.filter(key=placed.pk).exists()
    assert take_back(batch=batch, member=cast.bob, changed_too=True).blocks == 1
    assert tags(cast.bob) == [] and not Block.objects.visible_to(cast.bob).exists()
    back = put_back(batch=batch)
    assert (back.cards, back.blocks, len(tags(cast.bob))) == (5, 1, 5)
    assert SearchEntry.objects.filter(key=placed.pk).exists()
    assert put_back(batch=batch).cards == 0


def test_a_coach_takes_back_what_a_member_brought_in_and_sees_no_file_before_it_is_kept(cast, as_member):
    batch, coach = a_batch(cast.bob, 2), as_member(cast.alice)
    address = reverse("evidence:brought", args=["riverside", batch.pk])
    assert coach.get(address).status_code == 404
    kept(batch, cast.bob)
    assert "2 cards brought in." in coach.get(address).content.decode()
    back = reverse("evidence:take_cards_back", args=["riverside", batch.pk])
    assert "2 cards taken back into the trash." in coach.post(back, follow=True).content.decode()
    assert Card.objects.visible_to(cast.bob).count() == 0
    assert "2 cards put back." in as_member(cast.bob).post(back, {"put_back": 1}, follow=True).content.decode()


def test_what_is_here_already_or_much_alike_is_not_ticked_unless_somebody_says_so(cast):
    kept(a_batch(cast.bob, 1), cast.bob)
    long = {"quotation": "Wheat for May delivery fell four percent in two days, its largest drop since autumn."}
    kept(receive(member=cast.bob, brought=Brought("x", (found(7, **long),))), cast.bob)
    again = a_batch(cast.bob, 2, found(8, **long), found(9, quotation=""))
    work(batch=again, member=cast.bob, seconds=60)
    lines = list(again.lines.values_list("fate", "wanted"))
    assert lines == [("there", False), ("new", True), ("alike", False), ("wanting", False)]
    tick_all(batch=again, wanted=True)
    assert list(again.lines.values_list("wanted", flat=True)) == [False, True, True, True]
    assert progress_of(again).wanted == 3


def test_what_nobody_said_to_keep_is_forgotten_and_what_is_kept_leaves_no_words_behind(cast, as_member):
    old = a_batch(cast.bob, 2)
    CardBatch.objects.update(created_at=timezone.now() - FORGOTTEN * 2)
    new = a_batch(cast.bob, 2)
    assert [batch.pk for batch in CardBatch.objects.all()] == [new.pk] != [old.pk]
    kept(new, cast.bob)
    assert list(CardLine.objects.values_list("told", "path")) == [({}, []), ({}, [])]
    as_member(cast.bob).post(reverse("evidence:drop_cards", args=["riverside", new.pk]))
    assert CardBatch.objects.count() == 1, "what is kept is not forgotten but taken back"


def test_looking_at_a_file_and_at_its_outcome_cost_the_same_for_one_and_for_thirty(cast, as_member):
    bob = as_member(cast.bob)

    def costs(count):
        batch = a_batch(cast.bob, count)
        work(batch=batch, member=cast.bob, seconds=60)
        address = reverse("evidence:brought", args=["riverside", batch.pk])
        found = []
        for stage in ("look", "done"):
            with CaptureQueriesContext(connection) as queries:
                assert bob.get(address).context["progress"].stage == stage
            found.append(len(queries))
            kept(batch, cast.bob)
        take_back(batch=batch, member=cast.bob)
        return found

    costs(1)
    assert costs(1) == costs(30)


def test_a_heading_of_the_file_is_there_though_another_hand_changes_the_block_meanwhile(cast, monkeypatch):
    block = make_block(member=cast.bob, title="Ports").block
    found = [Found(SheetCard(tag="A claim", cite="Weiss", quotation="Ports opened."), ((1, "Ports"), (2, "Now")))]
    (key,) = keep(member=cast.bob, found=found).made.values()
    add = blocks.add_heading

    def late(**asked):
        add(block=Block.objects.get(pk=block.pk), version=None, heading="Of another hand")
        return add(**asked)

    monkeypatch.setattr(placing, "add_heading", late)
    placing.into_blocks(member=cast.bob, found=found, keys={0: key}, visibility="team")
    rows = [(row.heading, row.depth) for row in Entry.objects.standing().filter(block=block)]
    assert rows == [("Of another hand", 0), ("Now", 0), ("", 1)]

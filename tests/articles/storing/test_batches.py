"""Many files at once: each has one outcome, none is lost, none is stored twice."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Batch, BatchFile, Question, Revision
from articles.storing import working
from articles.storing.batches import Arrival, add_files, batch_of, open_batch, progress_of, seal, try_again
from articles.storing.taking_back import put_back, take_back
from articles.storing.working import CLAIM, claim, read_claimed, work
from teams.policy import Role
from tests import make
from tests.served import let_go
from tests.together import together

pytestmark = pytest.mark.django_db

PLAIN = "A Harbour Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on day {}.\nCranes moved again on Tuesday."
ASKS = PLAIN + "\nExtemp question: Will harbour {} stay open?"


def text(number: int, *, of: str = PLAIN) -> bytes:
    return of.format(number, number).encode()


def files(count: int, **given) -> list[Arrival]:
    return [Arrival(f"{n:04}.txt", text(n, **given)) for n in range(count)]


def batch_with(member, arrivals, **given) -> Batch:
    batch = open_batch(member=member, label="Spring files", **given)
    add_files(batch=batch, arrivals=arrivals)
    seal(batch=batch)
    return batch


def states(batch: Batch) -> list[str]:
    return list(batch.files.values_list("state", flat=True))


def worked(batch: Batch):
    while not (progress := work(batch=batch, seconds=60)).finished:
        assert progress.working or progress.waiting
    return progress


def test_every_file_has_an_outcome_and_three_bad_ones_never_stop_the_rest(cast):
    bad = [Arrival("empty.txt"), Arrival("binary.txt", b"\x00\x01\x02"), Arrival("notes.xyz", b"text")]
    arrivals = files(30)
    batch = batch_with(cast.alice, [*arrivals[:5], bad[0], *arrivals[5:20], *bad[1:], *arrivals[20:]])
    progress = worked(batch)
    assert (progress.done, progress.refused, progress.added, progress.there) == (30, 3, 30, 0)
    assert Article.objects.count() == 30
    refused = batch.files.filter(state="refused")
    assert [line.name for line in refused] == ["empty.txt", "binary.txt", "notes.xyz"]
    assert all(line.code and line.message for line in refused)


def test_the_bytes_are_the_articles_once_they_are_stored_and_a_refused_file_keeps_its_own(cast):
    batch = batch_with(cast.alice, [Arrival("in/a.txt", text(1)), Arrival("b.txt", b"\x00\x01")])
    worked(batch)
    good, bad = batch.files.all()
    assert good.data is None
    assert bytes(bad.data) == b"\x00\x01"
    revision = good.added.get().current
    assert (bytes(revision.original), revision.original_name) == (text(1), "a.txt")


def test_a_batch_that_is_worked_on_again_changes_nothing(cast):
    batch = batch_with(cast.alice, files(3, of=ASKS))
    worked(batch)
    before = list(BatchFile.objects.values()), list(Article.objects.values()), Revision.objects.count()
    worked(batch)
    assert (list(BatchFile.objects.values()), list(Article.objects.values()), Revision.objects.count()) == before


def test_files_that_are_sent_again_after_a_lost_answer_are_the_same_lines(cast):
    batch = open_batch(member=cast.alice, label="Files")
    first = add_files(batch=batch, arrivals=files(3))
    again = add_files(batch=batch, arrivals=files(5))
    assert [line.pk for line in again[:3]] == [line.pk for line in first]
    assert [line.position for line in batch.files.all()] == [0, 1, 2, 3, 4]


def test_a_second_batch_of_the_same_files_points_at_what_is_there(cast):
    worked(batch_with(cast.alice, files(3)))
    batch = batch_with(cast.erin, files(4))
    progress = worked(batch)
    assert (progress.done, progress.added, progress.there) == (4, 1, 3)
    assert Article.objects.count() == 4


def test_a_key_opens_one_batch_and_nobody_elses(cast):
    batch = open_batch(member=cast.alice, label="Files")
    assert batch_of(member=cast.alice, key=batch.pk, label="Files") == batch
    assert batch_of(member=cast.erin, key=batch.pk, label="Files") is None


def test_a_batch_is_finished_when_the_last_file_has_arrived_and_is_read(cast):
    batch = open_batch(member=cast.alice, label="Files")
    add_files(batch=batch, arrivals=files(2))
    assert not work(batch=batch).finished
    seal(batch=batch)
    assert work(batch=batch).finished
    batch.refresh_from_db()
    assert batch.finished_at
    add_files(batch=batch, arrivals=files(3))
    batch.refresh_from_db()
    assert batch.finished_at is None


def test_articles_and_questions_are_filed_under_the_batchs_areas_and_belong_to_its_owner(cast):
    area = make.area(team=cast.team)
    worked(batch_with(cast.erin, files(1, of=ASKS), areas=[area]))
    article = Article.objects.get()
    assert (article.owner, list(article.areas.all())) == (cast.erin.user, [area])
    assert list(article.questions.get().areas.all()) == [area]


def test_a_file_whose_storing_fails_is_refused_alone(cast, monkeypatch):
    real = working.import_many

    def breaks(*, incoming, **given):
        if any(one.name == "0002.txt" for one in incoming):
            raise ValueError("a fault of ours")
        return real(incoming=incoming, **given)

    monkeypatch.setattr(working, "import_many", breaks)
    batch = batch_with(cast.alice, files(5))
    assert (worked(batch).done, Article.objects.count()) == (4, 4)
    refused = batch.files.get(state="refused")
    assert (refused.name, refused.code, refused.message) == ("0002.txt", "error", "ValueError: a fault of ours")


def test_what_was_refused_can_be_tried_again(cast, monkeypatch):
    batch = batch_with(cast.alice, [Arrival("a.txt", text(1)), Arrival("gone.txt", code="disk", message="Not there.")])
    with monkeypatch.context() as broken:
        broken.setattr(working, "import_many", lambda **given: 1 / 0)
        assert worked(batch).refused == 2
    assert try_again(batch=batch) == 1
    progress = worked(batch)
    assert (progress.done, progress.refused) == (1, 1)


def test_a_claim_that_is_old_is_free_again_and_a_fresh_one_is_not(cast):
    batch = batch_with(cast.alice, files(2))
    taken = claim(batch)
    assert (len(taken), claim(batch)) == (2, [])
    assert work(batch=batch).working == 2
    batch.files.update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
    progress = worked(batch)
    assert (progress.done, Article.objects.count()) == (2, 2)


def test_who_comes_back_after_the_claim_was_taken_over_stores_nothing(cast):
    batch = batch_with(cast.alice, files(2))
    late = claim(batch)
    batch.files.update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
    claim(batch)
    outcomes = read_claimed(batch=batch, lines=late)
    assert all("took this file over" in outcome.error for outcome in outcomes[:1])
    assert Article.objects.filter(current__original_name="0000.txt").count() == 0


def test_a_file_that_stops_the_reader_twice_is_refused(cast):
    batch = batch_with(cast.alice, files(1))
    for _ in range(2):
        assert claim(batch)
        batch.files.update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
    progress = worked(batch)
    assert (progress.refused, batch.files.get().code) == (1, "interrupted")


def test_a_batch_whose_owner_has_left_goes_on_for_the_first_coach(cast):
    batch = batch_with(cast.erin, files(1))
    cast.erin.ended_at = timezone.now()
    cast.erin.save()
    worked(batch)
    assert Article.objects.get().owner == cast.alice.user


def test_what_a_student_sends_in_waits_for_review(cast):
    worked(batch_with(cast.bob, files(1, of=ASKS)))
    assert Article.objects.get().waiting
    assert not Article.objects.visible_to(make.member(team=cast.team, role=Role.STUDENT)).exists()


def test_a_batch_is_taken_back_whole_and_put_back(cast):
    there = make.article(member=cast.alice, questions=["Will harbour 1 stay open?"])
    batch = batch_with(cast.alice, files(3, of=ASKS))
    worked(batch)
    gone = take_back(batch=batch, member=cast.erin)
    assert (gone.articles, gone.questions, gone.kept) == (3, 2, 0)
    assert list(Article.objects.visible_to(cast.alice)) == [there]
    assert [question.text for question in Question.objects.visible_to(cast.alice)] == ["Will harbour 1 stay open?"]
    back = put_back(batch=batch)
    assert (back.articles, back.questions, back.kept) == (3, 2, 0)
    assert Article.objects.visible_to(cast.alice).count() == 4


def test_taking_back_leaves_what_was_there_before_and_what_was_corrected_since(cast):
    make.article(member=cast.alice, body="Ships came in on day 0.\n\nCranes moved again on Tuesday.")
    batch = batch_with(cast.alice, files(3))
    assert worked(batch).there == 1
    Article.objects.filter(current__original_name="0001.txt").update(updated_at=timezone.now() + timedelta(hours=1))
    gone = take_back(batch=batch, member=cast.alice)
    assert (gone.articles, gone.kept) == (1, 1)
    assert take_back(batch=batch, member=cast.alice, changed_too=True).articles == 1
    assert put_back(batch=batch).articles == 2


def test_putting_back_leaves_in_the_trash_what_the_library_has_again(cast):
    batch = batch_with(cast.alice, files(2))
    worked(batch)
    take_back(batch=batch, member=cast.alice)
    make.article(member=cast.erin, body=Article.objects.order_by("title").first().current.markdown)
    back = put_back(batch=batch)
    assert (back.articles, back.kept) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_file(cast, monkeypatch):
    batch = batch_with(cast.alice, files(60))
    taken = []
    real = working.read_claimed

    def counted(*, batch, lines):
        taken.extend(line.pk for line in lines)
        return real(batch=batch, lines=lines)

    monkeypatch.setattr(working, "read_claimed", counted)
    monkeypatch.setattr(working, "GROUP", 4)
    together(*[lambda: work(batch=batch, seconds=30)] * 2)
    assert len(taken) == len(set(taken)) == 60
    assert (progress_of(batch).done, Article.objects.count()) == (60, 60)


@pytest.mark.django_db(transaction=True)
def test_two_coaches_who_import_the_same_files_at_once_get_one_article_each(cast):
    one, other = batch_with(cast.alice, files(12)), batch_with(cast.erin, files(12)[::-1])
    together(lambda: work(batch=one, seconds=30), lambda: work(batch=other, seconds=30))
    assert Article.objects.count() == 12
    assert progress_of(one).done == progress_of(other).done == 12
    assert progress_of(one).added + progress_of(other).added == 12


WORKER = """
import django; django.setup()
from articles.storing import working
from articles.models import Batch
working.GROUP = 5
print("ready", flush=True)
for batch in Batch.objects.all():
    working.work(batch=batch, seconds=60)
"""


@contextmanager
def worker():
    """A process of its own that works on every batch; it says so in a line, and is killed in the end."""
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


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_nothing_is_stored_twice(cast):
    batch = batch_with(cast.alice, files(400))
    with worker() as process:
        process.stdout.readline()
        until = time.monotonic() + 90
        while progress_of(batch).done < 20 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    stopped = progress_of(batch)
    assert 20 <= stopped.done < 400
    assert stopped.done == stopped.added == Article.objects.count()
    BatchFile.objects.filter(state="working").update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
    progress = worked(batch)
    assert (progress.done, progress.added, progress.refused) == (400, 400, 0)
    assert Article.objects.count() == Revision.objects.count() == 400

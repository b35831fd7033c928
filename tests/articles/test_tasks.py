"""Batches on the queue of the database, for `manage.py db_worker`."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import tasks
from articles.models import Article
from articles.storing.batches import progress_of
from articles.storing.working import CLAIM, claim
from tests.articles.storing.test_batches import batch_with, files


@pytest.fixture
def workers(settings):
    settings.WORKERS = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def run_worker() -> None:
    call_command("db_worker", batch=True, interval=0.01, startup_delay=False, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_what_the_page_put_in_the_queue(cast, as_member, workers):
    batch = batch_with(cast.alice, files(30))
    client = as_member(cast.alice)
    page = reverse("articles:work_batch", args=[cast.team.slug, batch.pk])
    for _ in range(3):
        shown = client.post(page, headers={"HX-Request": "true"}).content.decode()
        assert "0 of 30 files" in shown
        assert "load delay:2s" in shown
    assert DBTaskResult.objects.count() == 1
    run_worker()
    assert progress_of(batch).finished
    assert Article.objects.count() == 30
    batch.refresh_from_db()
    assert batch.finished_at


@pytest.mark.django_db(transaction=True)
def test_a_batch_longer_than_a_slice_stands_in_the_queue_again_until_it_is_done(cast, workers, monkeypatch):
    monkeypatch.setattr(tasks, "SLICE", 0.0)
    batch = batch_with(cast.alice, files(60))
    tasks.queue(batch=batch)
    run_worker()
    assert progress_of(batch).done == 60
    assert DBTaskResult.objects.count() == 3
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db
def test_a_task_of_a_killed_worker_is_not_waited_for(cast, workers):
    batch = batch_with(cast.alice, files(1))
    assert tasks.queue(batch=batch)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert not tasks.queue(batch=batch)
    DBTaskResult.objects.update(started_at=timezone.now() - CLAIM - timedelta(seconds=1))
    assert tasks.resume() == [batch]
    assert tasks.resume() == []


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_last_files_somebody_else_has_looks_again_when_that_claim_has_run_out(cast, workers):
    batch = batch_with(cast.alice, files(2))
    claim(batch)
    tasks.queue(batch=batch)
    run_worker()
    later = DBTaskResult.objects.get(status="READY")
    assert later.run_after > timezone.now() + CLAIM - timedelta(minutes=1)
    assert progress_of(batch).working == 2


@pytest.mark.django_db
def test_finished_and_unsealed_batches_are_not_resumed(cast, workers):
    done = batch_with(cast.alice, files(1))
    done.finished_at = timezone.now()
    done.save()
    arriving = batch_with(cast.alice, files(1))
    arriving.sealed_at = None
    arriving.save()
    call_command("resume_batches")
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_a_task_is_part_of_the_callers_transaction(cast, workers):
    batch = batch_with(cast.alice, files(1))
    with transaction.atomic():
        tasks.queue(batch=batch)
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_without_workers_nothing_is_queued(cast):
    batch = batch_with(cast.alice, files(1))
    assert not tasks.queue(batch=batch)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_old_records_of_tasks_are_dropped_but_what_waits_stays(cast, workers):
    old, waiting = batch_with(cast.alice, files(1)), batch_with(cast.erin, files(1))
    tasks.queue(batch=old)
    DBTaskResult.objects.update(status="SUCCESSFUL")
    tasks.queue(batch=waiting)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=31))
    assert tasks.forget_old() == 1
    assert DBTaskResult.objects.get().status == "READY"

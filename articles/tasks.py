"""Work for `manage.py db_worker`, where there is one (settings.WORKERS). The page does the same in slices of its own.

A task that died with its worker stays "running" for ever in the queue's table, so what is old is not waited for: the
files' own claims run out (articles.storing.working.CLAIM), and whoever looks at a batch puts it in the queue again.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.models import Batch
from articles.storing.working import CLAIM, work

SLICE = 30.0  # seconds; then another batch has its turn


@task()
def work_on(batch_id: str) -> None:
    """Read files of the batch for a while, then stand in the queue again until it is finished."""
    batch = Batch.objects.select_related("team").filter(pk=batch_id).first()
    if batch is None:
        return
    progress = work(batch=batch, seconds=SLICE)
    if progress.waiting:
        queue(batch=batch, from_itself=True)
    elif progress.working:  # somebody else has the last files: look again when their claims have run out
        queue(batch=batch, from_itself=True, after=CLAIM)


def queue(*, batch: Batch, from_itself: bool = False, after: timedelta = timedelta(0)) -> bool:
    """Put the batch in the queue, unless it stands there or is being worked on; True if that was done.

    Part of the caller's transaction. `from_itself`: the task that is running is the caller.
    """
    if not settings.WORKERS:
        return False
    mine = DBTaskResult.objects.filter(
        task_path=work_on.module_path, args_kwargs={"args": [str(batch.pk)], "kwargs": {}}
    )
    alive = mine.filter(status="READY")
    if not from_itself:
        alive = alive | mine.filter(status="RUNNING", started_at__gt=timezone.now() - CLAIM)
    if alive.exists():
        return False
    work_on.using(run_after=timezone.now() + after if after else None).enqueue(str(batch.pk))
    return True


def resume() -> list[Batch]:
    """Put in the queue what an interrupted worker left behind: every sealed batch that is not finished."""
    left = Batch.objects.filter(deleted_at=None, finished_at=None).exclude(sealed_at=None)
    return [batch for batch in left.order_by("sealed_at") if queue(batch=batch)]


def forget_old(*, days: int = 30) -> int:
    """Drop finished and dead tasks of the queue's table that are older than so many days."""
    old = DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - timedelta(days=days)).exclude(status="READY")
    return old.delete()[0]

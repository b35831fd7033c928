"""How long recordings are kept, and how they are deleted: by their day, by the speaker, by a coach."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from practice.models import Recording, Round
from practice.recording import shelf
from practice.recording.consent import sentence
from teams.models import Team, User

SHORTEST, LONGEST = 1, 365  # days


def delete_on(team: Team, today: date | None = None) -> date:
    """The day on which a recording that is sent today is deleted."""
    return (today or timezone.localdate()) + timedelta(days=team.recording_days)


def consent_for(round: Round, today: date | None = None, *, picture: bool = False) -> str:
    """What the speaker of this round agrees to, who sends a recording of it today."""
    team = round.team
    return sentence(
        team=team.name,
        personal=team.personal,
        visibility=round.visibility,
        delete_on=delete_on(team, today),
        picture=picture,
    )


def set_keeping(*, team: Team, on: bool, days: int) -> int:
    """Say whether recordings may be sent, and for how long. Gives how many there are whose day comes sooner now.

    A longer time holds for what is sent from now on: nobody agreed to more than what they read.
    """
    if not SHORTEST <= days <= LONGEST:
        raise ValueError(f"Recordings are kept {SHORTEST} to {LONGEST} days.")
    sooner = 0
    with transaction.atomic():
        team.recordings_on, team.recording_days = on, days
        team.save(update_fields=["recordings_on", "recording_days"])
        for recording in Recording.objects.filter(team=team).exclude(file="").select_for_update():
            day = timezone.localdate(recording.consented_at) + timedelta(days=days)
            if day < recording.delete_on:
                recording.delete_on, sooner = day, sooner + 1
                recording.save(update_fields=["delete_on"])
    return sooner


def take_back(*, recording: Recording, by: User) -> None:
    """Deleted at once, its measures too: the speaker's consent is withdrawn, or a coach removes it."""
    with transaction.atomic():
        locked = Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)
        name = _emptied(locked)
        locked.facts = {}
        locked.save(update_fields=["facts"])
        locked.remove(by=by)
        locked.pieces.all().delete()
    shelf.drop(name)


def delete_due(*, team: Team | None = None) -> int:
    """Delete the sound of every recording whose time is over, of one team or of all, and give how many.

    What was measured stays. Bytes on the disk that no recording names, such as those of a team that was removed, go as
    well where it is done for all.
    """
    names = []
    due = Recording.objects.due()
    for pk in list((due.filter(team=team) if team else due).values_list("pk", flat=True)):
        with transaction.atomic():
            # Asked again under the lock: it may have arrived whole, or be deleted by another process, since.
            locked = due.select_for_update(of=("self",)).filter(pk=pk).first()
            if locked is None:
                continue
            names.append(_emptied(locked))
            locked.pieces.all().delete()
    for name in names:
        shelf.drop(name)
    if team:
        return len(names)
    known = set(Recording.objects.exclude(file="").values_list("file", flat=True))
    for name in shelf.strays(known):
        shelf.drop(name)
    return len(names)


def _emptied(locked: Recording) -> str:
    """The name of the file that it had."""
    name = locked.file
    locked.file, locked.gone_at = "", locked.gone_at or timezone.now()
    locked.save(update_fields=["file", "gone_at"])
    return name

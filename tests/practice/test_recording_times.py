"""When a recording ran, beside when its speech did."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.models import Recording
from practice.phases import EventKind
from practice.recording.times import holds, spans
from practice.rounds import append, pause, resume, start_speech
from tests import make
from tests.practice.pages import at
from tests.practice.recordings import sent, whole

RAN = [[0, 1_790_000_000_000], [90_000, 1_790_000_120_000]]


def test_the_speech_ran_from_its_start_to_its_end_without_its_pauses(cast):
    began = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    round = make.prepping(member=cast.bob, at=began)
    start_speech(round=round, at=began + timedelta(minutes=10))
    pause(round=round, at=began + timedelta(minutes=11))
    resume(round=round, at=began + timedelta(minutes=13))
    append(round, EventKind.SPEECH_ENDED, began + timedelta(minutes=21))  # in overtime: still one stretch
    ms = int(began.timestamp() * 1000)
    assert spans(round.clock()) == [[ms + 600_000, ms + 660_000], [ms + 780_000, ms + 1_260_000]]


def test_before_a_speech_nothing_ran(cast):
    assert spans(make.prepping(member=cast.bob).clock()) == []


@pytest.mark.parametrize("told", [[], RAN, [[0, 5], [0, 5]]])
def test_what_a_page_kept_is_taken(told):
    assert holds(told)


@pytest.mark.parametrize(
    "told",
    [{}, None, [1], [[1]], [[0, 1.5]], [[True, 1]], [[-1, 1]], [[0, 5], [3, 4]], [[5, 5], [4, 6]], [[0, 1]] * 401],
)
def test_what_cannot_be_is_not(told):
    assert not holds(told)


def test_it_is_kept_with_the_recording_and_the_player_is_told(cast, bob):
    cast.team.recordings_on = True
    cast.team.save()
    spoken = make.spoken(member=cast.bob)
    pk = sent(bob, spoken)
    assert whole(bob, pk, stretches=[[5, 5], [4, 6]]).status_code == 409
    assert whole(bob, pk, stretches="all").status_code == 422
    assert whole(bob, pk, stretches=RAN).status_code == 200
    assert Recording.objects.get().stretches == RAN
    page = bob.get(at(spoken, "review/")).content.decode()
    began = spoken.events.get(kind="speech_started").at
    assert f'data-stretches="{RAN}" data-spans="[[{round(began.timestamp() * 1000)}, ' in page

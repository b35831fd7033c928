"""What listeners left of a speech: a row of everything."""

import uuid
from datetime import timedelta

from practice.hearing import ballots
from practice.hearing.ballots import Written
from practice.hearing.citing import hear, tick
from practice.hearing.comments import Typed, save_draft, say
from practice.models import SpeechPlan
from practice.rounds import end_speech, mark_section, start_speech
from teams.access import Visibility
from tests import make
from tests.cast import Cast


def furnish_heard(cast: Cast, article, began, faces: str) -> None:
    """Erin has spoken, Alice and Bob listened, Erin goes on with a focus."""
    spoke = make.prepping(member=cast.erin, at=began, visibility=Visibility.TEAM)
    source = make.source(round=spoke, article=article)
    SpeechPlan.objects.create(team=cast.team, owner=cast.erin.user, shares="20/20/20/20/20")
    start_speech(round=spoke, at=began + timedelta(minutes=10))
    mark_section(round=spoke, section="point_1", by="listener", at=began + timedelta(minutes=11))
    now = began + timedelta(minutes=12)
    said = say(member=cast.alice, round=spoke, typed=Typed(faces, uuid.uuid4()), at=now).comment
    say(member=cast.erin, round=spoke, typed=Typed("Thanks 🙏", uuid.uuid4()), answers=said)
    save_draft(member=cast.bob, round=spoke, typed=Typed("not yet", uuid.uuid4()), at=now)
    tick(member=cast.bob, round=spoke, source=source, at=now)
    told = {"publication": "The Gazette", "day": "last Tuesday", "words": faces}
    hear(member=cast.alice, round=spoke, told=told, client_id=uuid.uuid4(), at=now)
    hear(member=cast.alice, round=spoke, told={"undated": True}, client_id=uuid.uuid4()).said.remove(
        by=cast.alice.user
    )
    end_speech(round=spoke, at=began + timedelta(minutes=17))
    says = {"reasons": faces, "focus": "Slower 🐢", "points": {"Style": 4}, "better": "better", "as_asked": "yes"}
    ballots.give(member=cast.alice, round=spoke, written=Written(says, 0), at=now)
    ballots.give(
        member=cast.alice, round=spoke, written=Written({"reasons": "Shorter."}, 1), at=now + timedelta(minutes=20)
    )
    ballots.give(member=cast.erin, round=spoke, written=Written({"met": "no", "focus": "Breathe"}, 0), at=now)
    ballots.save(member=cast.bob, round=spoke, written=Written({"reasons": "a draft"}, 0))
    make.spoken(member=cast.erin, at=began + timedelta(minutes=30))

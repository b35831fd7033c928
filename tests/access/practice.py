"""What each actor gets at the addresses of the practice room.

The round is Bob's (the student), in prep, shown to his coaches: the captain does not see it, the coach sees it and
acts in nothing.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from practice.drills.sitting import begin_sitting
from practice.hearing.citing import hear
from practice.hearing.comments import Typed, say
from practice.models import Focus, Round, RuleSet
from practice.recording.retention import consent_for
from practice.rule_sets.ruling import copy_rule_set, remove_rule_set
from practice.season.again import begin_season
from tests import make
from tests.access.table import NO_GET, NO_POST, READ, Row, World

_HIS = "login 404 404 200 404 403"
_HIS_ELSEWHERE = "login 404 404 302 404 403"
_SHARED = "login 404 404 200 404 200"
_ACT = "login 404 404 302 404 403"
_RUN = "login 404 404 403 200 200"
_RAN = "login 404 404 403 302 302"
_COACH = "login 404 404 403 403 302"
_COACH_POSTS = "login 404 404 403 403 405"
_PLANNED = {"name": "Harbour Classic", "first_day": "2027-03-14", "version": "0"}
_OURS = {"name": "Ours", "version": "0"}
_DRILL = {"name": "Sprint", "about": "Be quick.", "version": "1"}
_LAYOUT = {"name": "Mine", "shape": "column", "slots": "Hook", "visibility": "team", "version": "1"}
_OWN_LAYOUT = "login 404 404 200 200 200"
_CHANGES_LAYOUT = "login 404 404 302 302 302"
_REMOVES_LAYOUT = "login 404 404 302 403 302"
_RESTORES_LAYOUT = "login 404 404 302 404 302"
_OWN = "login 404 404 200 404 404"
_HEARS = "login 404 404 403 404 302"
_NOT_NOW = "login 404 404 409 404 403"


def furnish(world: World) -> None:
    world.more["round"] = make.prepping(member=world.cast.bob)
    round = world.more["round"]
    world.more["source"] = make.source(round=round, article=world.article)
    cast = world.cast
    world.more["comment"] = say(member=cast.alice, round=round, typed=Typed("So so", uuid4())).comment
    told = {"publication": "NYT"}
    world.more["said"] = hear(member=cast.alice, round=round, told=told, client_id=uuid4()).said
    Focus.objects.create(round=round, by=cast.alice.user, text="Slower")
    world.more["board"] = make.board(member=cast.erin, speakers=[cast.bob, cast.erin, cast.alice], at=timezone.now())
    world.more["recording"] = make.recording(member=cast.bob, round=_spoken_before(world))
    world.more["kept"] = make.kept_text(member=world.cast.bob, round=round)


def _spoken_before(world: World) -> Round:
    """Another round of Bob's, ended: only such a one gives a recording."""
    return Round.objects.create(
        team=world.cast.team,
        owner=world.cast.bob.user,
        rules=world.more["round"].rules,
        seed="",
        finished_at=timezone.now(),
    )


def _recording(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "recording_id": world.more["recording"].pk}


def _piece(world: World) -> dict[str, Any]:
    return {**_recording(world), "number": 0}


def _send(world: World) -> dict[str, Any]:
    round = world.more["recording"].round
    return {"id": str(uuid4()), "kind": "audio", "offset_ms": "0", "agreed": consent_for(round)}


def _round(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "round_id": world.more["round"].pk}


def _of(what: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**_round(world), "pk": world.more[what].pk}


def _taken_back(what: str) -> Callable[[World], dict[str, Any]]:
    def args(world: World) -> dict[str, Any]:
        world.more[what].remove(by=world.cast.alice.user)
        return _of(what)(world)

    return args


def _question(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "question_id": world.more["round"].slips.first().question_id}


def _hook(world: World) -> dict[str, Any]:
    return {**_round(world), "slot": "hook"}


def _board(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "board_id": world.more["board"].pk}


def _new_board(world: World) -> dict[str, Any]:
    at = {"first_draw": "2026-03-14T14:00", "sections": "1", "interval": "7", "gap": "keep"}
    return {"rule_set": str(make.rule_set().pk), "speakers": [str(world.cast.bob.user.pk)], **at}


def _mark(world: World) -> dict[str, Any]:
    return {"place": str(world.more["board"].places.get(number=1).pk), "version": "1", "state": "here"}


def _swap(world: World) -> dict[str, Any]:
    one, two = (world.more["board"].places.get(number=number) for number in (1, 2))
    return {"one": f"{one.pk}:A1", "two": f"{two.pk}:A2"}


def _draw(world: World) -> dict[str, Any]:
    for _ in range(3):  # what the actor before drew is held
        make.question(member=world.cast.alice)
    return {"rule_set": str(make.rule_set().pk), "visibility": "coaches"}


def _sitting(world: World) -> dict[str, Any]:
    """Bob's, and nobody else's."""
    begun = begin_sitting(member=world.cast.bob, pool="articles")
    assert begun
    return {"team": world.cast.team.slug, "pk": begun.pk}


def _preset(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "pk": make.rule_set().pk}


def _ours(world: World) -> dict[str, Any]:
    ours = copy_rule_set(member=world.cast.alice, rule_set=make.rule_set())
    return {"team": world.cast.team.slug, "pk": ours.pk}


def _removed(world: World) -> dict[str, Any]:
    args = _ours(world)
    remove_rule_set(member=world.cast.alice, rule_set=RuleSet.objects.get(pk=args["pk"]))
    return args


def _layout(world: World) -> dict[str, Any]:
    row = make.layout(member=world.cast.bob)
    return {"team": world.cast.team.slug, "pk": row.pk}


def _drill(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "pk": make.drill(member=world.cast.alice).pk}


def _removed_drill(world: World) -> dict[str, Any]:
    row = make.drill(member=world.cast.alice)
    row.remove(by=world.cast.alice.user)
    return {"team": world.cast.team.slug, "pk": row.pk}


def _removed_layout(world: World) -> dict[str, Any]:
    row = make.layout(member=world.cast.bob)
    row.remove(by=world.cast.bob.user)
    return {"team": world.cast.team.slug, "pk": row.pk}


def _tournament(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "pk": make.tournament(member=world.cast.alice).pk}


def _removed_tournament(world: World) -> dict[str, Any]:
    gone = make.tournament(member=world.cast.erin)
    gone.remove(by=world.cast.alice.user)
    return {"team": world.cast.team.slug, "pk": gone.pk}


def _season(world: World) -> dict[str, Any]:
    begun = begin_season(member=world.cast.alice, day=timezone.localdate())
    return {"team": world.cast.team.slug, "pk": begun.pk}


def _season_taken_back(world: World) -> dict[str, Any]:
    begun = begin_season(member=world.cast.alice, day=timezone.localdate())
    begun.remove(by=world.cast.alice.user)
    return {"team": world.cast.team.slug, "pk": begun.pk}


def _speaker(world: World) -> dict[str, Any]:
    return {"team": world.cast.team.slug, "pk": world.cast.bob.pk}


def _settle(world: World) -> dict[str, Any]:
    return {"settle": f"both:{world.more['kept'].pk}:1", "hook-text": "first", "hook-version": "1"}


ROWS = [
    Row("practice:new_board", _RUN, _RAN, data=_new_board),
    Row("practice:board", _RUN, "login 404 404 403 405 405", _board),
    Row("practice:mark", "login 404 404 403 405 405", _RAN, _board, _mark),
    Row("practice:swap", "login 404 404 403 405 405", _RAN, _board, _swap),
    Row("practice:end_board", "login 404 404 403 405 405", _RAN, _board),
    Row("practice:slips", _RUN, "login 404 404 403 405 405", _board),
    Row("practice:wall", READ, NO_POST, _board),
    Row("practice:mine", READ, NO_POST, _board),
    Row("practice:here", NO_GET, "login 404 404 302 302 302", _board),
    Row("practice:draw_at_place", NO_GET, "login 404 404 409 409 409", _board),
    Row("practice:practice", READ, NO_POST),
    Row(
        "practice:window",
        "login 404 404 403 200 200",
        "login 404 404 403 302 302",
        data=lambda world: {"days": "120"},
    ),
    Row("practice:rule_sets", READ, NO_POST),
    Row("practice:shortlist", _COACH_POSTS, _COACH, data=lambda world: {"first": "nsda"}),
    Row("practice:rule_set", READ, NO_POST, _preset),
    Row("practice:copy_rule_set", _COACH_POSTS, _COACH, _preset),
    Row("practice:edit_rule_set", "login 404 404 403 403 200", _COACH, _ours, lambda world: _OURS),
    Row("practice:remove_rule_set", _COACH_POSTS, _COACH, _ours),
    Row("practice:restore_rule_set", _COACH_POSTS, _COACH, _removed),
    Row("practice:speakers", "login 404 404 403 403 200", "login 404 404 403 403 405"),
    Row("practice:my_page", READ, NO_POST),
    Row("practice:speaker", "login 404 404 200 403 200", NO_POST, _speaker),
    Row(
        "practice:set_extra_time",
        NO_GET,
        "login 404 404 302 403 302",
        _speaker,
        lambda w: {"prep": "150", "speech": "100"},
    ),
    Row("practice:season", READ, NO_POST),
    Row("practice:calendar", READ, NO_POST),
    Row("practice:tournament", READ, NO_POST, _tournament),
    Row("practice:new_tournament", _RUN, _RAN, data=lambda world: _PLANNED),
    Row("practice:edit_tournament", _RUN, _RAN, _tournament, lambda world: _PLANNED),
    Row("practice:remove_tournament", "login 404 404 403 405 405", _RAN, _tournament),
    Row("practice:restore_tournament", "login 404 404 403 405 405", _RAN, _removed_tournament),
    Row("practice:begin_season", _COACH_POSTS, _COACH, data=lambda world: {"day": timezone.localdate().isoformat()}),
    Row("practice:undo_season", _COACH_POSTS, _COACH, _season),
    Row("practice:redo_season", _COACH_POSTS, _COACH, _season_taken_back),
    Row("practice:question", READ, NO_POST, _question),
    Row("practice:practice_question", NO_GET, "login 404 404 302 302 302", _question, _draw),
    Row(
        "practice:practice_question_moved",
        "login 404 404 301 301 301",
        "login 404 404 308 308 308",
        _question,
        _draw,
    ),
    Row("practice:draw", NO_GET, "login 404 404 302 302 302", data=_draw),
    Row("practice:drills", READ, NO_POST),
    Row("practice:recall", READ, "login 404 404 302 302 302", data=lambda world: {"pool": "articles"}),
    Row("practice:recall_round", NO_GET, _ACT, _round),
    Row("practice:sitting", _OWN, NO_POST, _sitting),
    Row("practice:reveal", NO_GET, "login 404 404 200 404 404", _sitting, lambda world: {"at": "0"}),
    Row("practice:grade", NO_GET, "login 404 404 302 404 404", _sitting, lambda world: {"at": "0", "grade": "wrong"}),
    Row(
        "practice:begin_drill",
        NO_GET,
        "login 404 404 302 302 302",
        data=lambda world: {**_draw(world), "drill": "introduction"},
    ),
    Row("practice:round", "login 404 404 302 404 302", "login 404 404 405 405 405", _round),
    Row("practice:choose", _HIS_ELSEWHERE, _ACT, _round, lambda world: {"slip": "1"}),
    Row("practice:prep", _HIS, NO_POST, _round),
    Row("practice:files", _HIS, NO_POST, _round),
    Row("practice:speak", _HIS_ELSEWHERE, NO_POST, _round),
    Row("practice:drawn", _SHARED, NO_POST, _round),
    Row("practice:drawn_from", _HIS, NO_POST, lambda world: {**_round(world), "which": "unseen"}),
    Row("practice:show_round", NO_GET, _ACT, _round, lambda world: {"visibility": "coaches"}),
    Row("practice:review", _SHARED, NO_POST, _round),
    Row("practice:opened", _SHARED, NO_POST, _round),
    Row("practice:leave", _HIS_ELSEWHERE, _ACT, _round, lambda world: {"code": "AAAAAA"}),
    Row("practice:recordings", READ, "login 404 404 403 403 302", data=lambda world: {"days": "30", "on": "on"}),
    Row("practice:recording", _SHARED, NO_POST, _recording),
    Row("practice:recording_piece", NO_GET, NO_POST, _piece),
    Row("practice:recording_whole", NO_GET, "login 404 404 422 404 403", _recording),
    Row("practice:take_back_recording", NO_GET, "login 404 404 302 404 302", _recording),
    Row(
        "practice:send_recording",
        NO_GET,
        "login 404 404 200 404 403",
        lambda world: {**_round(world), "round_id": world.more["recording"].round_id},
        _send,
    ),
    Row("practice:legality", READ, NO_POST, lambda w: {"team": w.cast.team.slug, "article_id": w.article.pk}),
    Row("practice:legal_checks", READ, NO_POST),
    Row("practice:let_out", "login 404 404 403 403 405", "login 404 404 403 403 302", _round),
    Row("practice:proctor", "login 404 404 403 403 200", "login 404 404 403 403 405"),
    Row("practice:state", _SHARED, NO_POST, _round),
    Row("practice:pause", NO_GET, _ACT, _round),
    Row("practice:resume", NO_GET, _ACT, _round),
    Row("practice:ready", NO_GET, _ACT, _round),
    Row("practice:start", NO_GET, _ACT, _round),
    Row("practice:searched", NO_GET, "login 404 404 302 404 403", _round, lambda world: {"q": "grain"}),
    Row("practice:mark_section", NO_GET, "login 404 404 409 404 409", _round, lambda world: {"section": "point_1"}),
    Row("practice:judge", "login 404 404 302 404 200", NO_POST, _round),
    Row("practice:listeners", "login 404 404 403 404 200", NO_POST, _round),
    Row("practice:draft_comment", NO_GET, _HEARS, _round, lambda world: {"body": "Hm"}),
    Row("practice:say_comment", NO_GET, _HEARS, _round, lambda world: {"body": "Good"}),
    Row("practice:answer_comment", NO_GET, _HEARS, _of("comment"), lambda world: {"body": "Thanks"}),
    Row(
        "practice:change_comment",
        "login 404 404 403 404 200",
        _HEARS,
        _of("comment"),
        lambda world: {"body": "So", "version": "1"},
    ),
    Row("practice:remove_comment", NO_GET, _HEARS, _of("comment")),
    Row("practice:restore_comment", NO_GET, "login 404 404 404 404 302", _taken_back("comment")),
    Row("practice:check_sources", "login 404 404 302 404 200", NO_POST, _round),
    Row("practice:tick_source", NO_GET, _HEARS, _round, lambda world: {"source": world.more["source"].pk}),
    Row("practice:hear_source", NO_GET, _HEARS, _round, lambda world: {"publication": "NYT"}),
    Row("practice:amend_source", NO_GET, _HEARS, _of("said"), lambda world: {"day": "May 12th", "version": "1"}),
    Row("practice:untick_source", NO_GET, _HEARS, _of("said")),
    Row("practice:restore_source", NO_GET, _HEARS, _taken_back("said")),
    Row("practice:save_ballot", NO_GET, _HEARS, _round, lambda world: {"reasons": "Clear", "version": "0"}),
    Row("practice:settle_ballot", NO_GET, _HEARS, _round, lambda world: {"reasons": "Clear", "version": "0"}),
    Row("practice:give_ballot", NO_GET, "login 404 404 403 404 403", _round, lambda world: {"reasons": "Clear"}),
    Row("practice:answer_focus", NO_GET, _ACT, _round, lambda world: {"met": "yes"}),
    Row("practice:plan_speech", NO_GET, _ACT, _round, lambda world: {"shares": "1/1/1/1/1"}),
    Row("practice:end", NO_GET, _NOT_NOW, _round),
    Row("practice:questions", NO_GET, _NOT_NOW, _round),
    Row("practice:begin_answer", NO_GET, _NOT_NOW, _round),
    Row("practice:end_questions", NO_GET, _NOT_NOW, _round),
    Row("practice:signals", READ, "login 404 404 302 302 302"),
    Row("practice:set_signals", NO_GET, _ACT, _round),
    Row("practice:note", NO_GET, _ACT, _round, lambda world: {"what": "interruption"}),
    Row("practice:guess", _HIS_ELSEWHERE, _ACT, _round),
    Row("practice:abandon", NO_GET, _ACT, _round),
    Row("practice:open", NO_GET, _ACT, _round, lambda world: {"file": f"article:{world.article.pk}"}),
    Row("practice:attach", NO_GET, _ACT, _round, lambda world: {"attach": f"point_2 article:{world.article.pk}"}),
    Row("practice:detach", NO_GET, _ACT, _round, lambda world: {"source": world.more["source"].pk}),
    Row("practice:save_outline", NO_GET, _ACT, _round, lambda world: {"close-text": "Back to the ports."}),
    Row("practice:save_point", NO_GET, _ACT, _hook, lambda world: {"hook-text": "", "hook-version": "1"}),
    Row("practice:set_outline", NO_GET, _ACT, _round, lambda world: {"set-layout": "classic"}),
    Row("practice:sheet", _SHARED, NO_POST, _round),
    Row("practice:own_drills", "login 404 404 403 403 200", _COACH_POSTS),
    Row("practice:new_drill", "login 404 404 403 403 200", _COACH, data=lambda world: _DRILL),
    Row("practice:edit_drill", "login 404 404 403 403 200", _COACH, _drill, lambda world: _DRILL),
    Row("practice:remove_drill", _COACH_POSTS, _COACH, _drill),
    Row("practice:restore_drill", _COACH_POSTS, _COACH, _removed_drill),
    Row("practice:layouts", READ, NO_POST),
    Row("practice:layout", READ, NO_POST, lambda w: {"team": w.cast.team.slug, "key": "classic"}),
    Row("practice:new_layout", READ, "login 404 404 302 302 302", data=lambda world: _LAYOUT),
    Row("practice:edit_layout", _OWN_LAYOUT, _CHANGES_LAYOUT, _layout, lambda world: _LAYOUT),
    Row("practice:remove_layout", NO_GET, _REMOVES_LAYOUT, _layout),
    Row("practice:restore_layout", NO_GET, _RESTORES_LAYOUT, _removed_layout),
    Row("practice:settle", NO_GET, _ACT, _hook, _settle),
]

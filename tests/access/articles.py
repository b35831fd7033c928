"""What each actor gets at the addresses of the articles room."""

import uuid
from datetime import date

from articles.coverage import assign
from articles.details import version_of
from articles.filing import keep_rule
from articles.models import Feed, Publisher, SynonymGroup
from articles.saved import save_search
from articles.search.synonyms import SHIPPED
from articles.storing.batches import Arrival, add_files, open_batch
from teams.access import Visibility
from tests import make
from tests.access.table import NO_GET, NO_POST, READ, Row, World

_ADD = "login 404 404 403 200 200"
_ADD_NO_POST = "login 404 404 403 405 405"
_WRITE = "login 404 404 403 302 302"
_OTHERS = "login 404 404 404 302 302"
_COACH = "login 404 404 403 403 200"
_COACH_WRITE = "login 404 404 403 403 302"
_UNFIT = "login 404 404 403 422 422"
_NO_GET = "login 404 404 403 405 405"
_SENT = "login 404 404 302 302 302"
_ONE_ROW = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-take": "on", "form-0-text": "Will it snow?"}


def furnish(world: World) -> None:
    """A question of the bank and an article in the trash."""
    world.more["question"] = make.question(member=world.cast.alice)
    world.more["other_question"] = make.question(member=world.cast.alice)
    world.more["removed"] = make.article(member=world.cast.alice)
    world.more["removed"].remove(by=world.cast.alice.user)
    for name in ("search", "removed_search"):
        world.more[name] = save_search(
            member=world.cast.bob, name=name, asked="q=grain", visibility=Visibility.TEAM
        ).saved
    world.more["removed_search"].remove(by=world.cast.bob.user)
    world.more["batch"] = open_batch(member=world.cast.alice, label="Files")
    add_files(batch=world.more["batch"], arrivals=[Arrival("a.txt", b"A Title\n\nA paragraph of an article.")])
    world.more["sent_in"] = make.article(member=world.cast.bob)
    world.more["sent_in_question"] = make.question(member=world.cast.bob)
    for row in (world.more["sent_in"], world.more["sent_in_question"]):
        row.waiting = True
        row.save()
    area = world.more["area"] = make.area(team=world.cast.team)
    world.more["other_area"] = make.area(team=world.cast.team, name="Courts")
    for name, week in (("assignment", 2), ("removed_assignment", 9)):
        world.more[name] = assign(
            member=world.cast.alice, area=area, week=date(2026, 3, week), assignee=world.cast.bob.user
        )
    world.more["removed_assignment"].remove(by=world.cast.alice.user)
    for name in ("rule", "removed_rule"):
        world.more[name], _ = keep_rule(member=world.cast.alice, query="grain", area=area)
    world.more["removed_rule"].remove(by=world.cast.alice.user)
    world.more["synonyms"] = SynonymGroup.objects.create(team=world.cast.team, words=["Alpha", "Beta"])
    for name in ("feed", "stopped_feed"):  # on a port that is not fetched from
        world.more[name] = Feed.objects.create(
            team=world.cast.team, owner=world.cast.alice.user, url=f"http://127.0.0.1:9/{name}"
        )
    world.more["stopped_feed"].remove(by=world.cast.alice.user)
    world.more["publisher"] = Publisher.objects.create(team=world.cast.team, name="The Harbour Gazette")


def _cell(world: World) -> dict:
    return {"team": world.cast.team.slug, "area": "black-sea", "week": "2026-03-02"}


def _assignment(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["assignment"].pk}


def _removed_assignment(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["removed_assignment"].pk}


def _rule(name: str):
    return lambda world: {"team": world.cast.team.slug, "pk": world.more[name].pk}


def _feed(name: str):
    return lambda world: {"team": world.cast.team.slug, "pk": world.more[name].pk}


def _sent_in(world: World) -> dict:
    return {"team": world.cast.team.slug, "article_id": world.more["sent_in"].pk}


def _sent_in_question(world: World) -> dict:
    return {"team": world.cast.team.slug, "question_id": world.more["sent_in_question"].pk}


def _article(world: World) -> dict:
    return {"team": world.cast.team.slug, "article_id": world.article.pk}


def _removed(world: World) -> dict:
    return {"team": world.cast.team.slug, "article_id": world.more["removed"].pk}


def _question(world: World) -> dict:
    return {"team": world.cast.team.slug, "question_id": world.more["question"].pk}


def _batch(world: World) -> dict:
    return {"team": world.cast.team.slug, "batch_id": world.more["batch"].pk}


def _new_batch(world: World) -> dict:
    return {"team": world.cast.team.slug, "batch_id": uuid.uuid4()}


def _publisher(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["publisher"].pk}


def _synonyms(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["synonyms"].pk}


def _shipped(world: World) -> dict:
    return {"team": world.cast.team.slug, "key": SHIPPED.groups[0].key}


def _area(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["area"].pk}


def _retiring(world: World) -> dict:
    return {"act": "retire", "tick": [world.more["question"].pk]}


def _search(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["search"].pk}


def _removed_search(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["removed_search"].pk}


def _naming(world: World) -> dict:
    return {"name": "Grain", "visibility": "team", "asked": "q=grain"}


def _details(world: World) -> dict:
    return {"title": "Corrected", "kind": "digest", "version": version_of(world.article)}


ROWS = [
    Row("articles:library", READ, NO_POST),
    Row("articles:add", READ, NO_POST),
    Row("articles:preview", NO_GET, READ, data=lambda world: {"pasted": "A Title\n\nA paragraph of an article."}),
    Row("articles:confirm", NO_GET, "login 404 404 422 422 422"),
    Row("articles:outcome", READ, NO_POST),
    Row("articles:batches", READ, NO_POST),
    Row("articles:batch", "login 404 404 404 200 200", "login 404 404 405 405 405", _batch),
    Row("articles:add_to_batch", NO_GET, READ, _new_batch),
    Row("articles:seal_batch", NO_GET, _OTHERS, _batch),
    Row("articles:work_batch", NO_GET, _OTHERS, _batch),
    Row("articles:try_batch_again", NO_GET, _OTHERS, _batch),
    Row("articles:take_back_batch", _NO_GET, _WRITE, _batch),
    Row("articles:put_back_batch", _NO_GET, _WRITE, _batch),
    Row("articles:review", READ, NO_POST),
    Row("articles:publish_sent_in", _NO_GET, _WRITE),
    Row("articles:send_article_back", _NO_GET, _WRITE, _sent_in),
    Row("articles:send_question_back", _NO_GET, _WRITE, _sent_in_question),
    Row("articles:trash", _ADD, _ADD_NO_POST),
    Row("articles:clean", READ, NO_POST, _article),
    Row("articles:details", _ADD, _WRITE, _article, _details),
    Row("articles:remove", _NO_GET, _WRITE, _article),
    Row("articles:restore", _NO_GET, _WRITE, _removed),
    Row("articles:tidy", _NO_GET, _WRITE, data=lambda world: {"act": "archive", "tick": [world.article.pk]}),
    Row("articles:undo_tidy", _NO_GET, _WRITE, lambda world: {"team": world.cast.team.slug, "token": "none"}),
    Row("articles:searches", READ, NO_POST),
    Row("articles:save_search", READ, "login 404 404 302 302 302", data=_naming),
    Row("articles:edit_search", READ, "login 404 404 302 302 302", _search, _naming),
    Row("articles:remove_search", NO_GET, "login 404 404 302 302 302", _search),
    Row("articles:restore_search", NO_GET, "login 404 404 302 302 302", _removed_search),
    Row("articles:from_a_question", READ, NO_POST),
    Row("articles:synonyms", READ, NO_POST),
    Row("articles:add_synonyms", _NO_GET, _WRITE, data=lambda world: {"groups": "Alpha, Beta"}),
    Row("articles:restore_synonyms", _NO_GET, _WRITE),
    Row("articles:edit_synonyms", _ADD, _WRITE, _synonyms, lambda world: {"words": "Alpha, Gamma"}),
    Row("articles:remove_synonyms", _NO_GET, _WRITE, _synonyms),
    Row("articles:change_shipped", _ADD, _WRITE, _shipped, lambda world: {"words": "Alpha, Gamma"}),
    Row("articles:switch_shipped", _NO_GET, _WRITE, _shipped),
    Row("articles:coverage", READ, NO_POST),
    Row("articles:assign", _ADD, _WRITE, _cell, lambda world: {"assignee": world.cast.bob.pk}),
    Row("articles:missing", READ, NO_POST),
    Row("articles:feeds", _ADD, _ADD_NO_POST),
    Row("articles:follow_feed", _NO_GET, _UNFIT, data=lambda world: {"address": "no address"}),
    Row("articles:look_at_feed", _NO_GET, _WRITE, _feed("feed")),
    Row("articles:stop_feed", _NO_GET, _WRITE, _feed("feed")),
    Row("articles:restore_feed", _NO_GET, _WRITE, _feed("stopped_feed")),
    Row("articles:rules", _ADD, _ADD_NO_POST),
    Row("articles:rule", _ADD, _WRITE, data=lambda world: {"query": "grain", "area": "black-sea"}),
    Row("articles:remove_rule", _NO_GET, _WRITE, _rule("rule")),
    Row("articles:restore_rule", _NO_GET, _WRITE, _rule("removed_rule")),
    Row("articles:assignments", READ, NO_POST),
    Row("articles:set_done", NO_GET, "login 404 404 302 302 302", _assignment),
    Row("articles:remove_assignment", _NO_GET, _WRITE, _assignment),
    Row("articles:restore_assignment", _NO_GET, _WRITE, _removed_assignment),
    Row("articles:publishers", READ, NO_POST),
    Row("articles:add_publisher", _ADD, _WRITE, data=lambda world: {"name": "The Continental"}),
    Row("articles:edit_publisher", _ADD, _WRITE, _publisher, lambda world: {"name": "The Harbour Post"}),
    Row("articles:remove_publisher", _NO_GET, _WRITE, _publisher),
    Row("articles:questions", READ, NO_POST),
    Row("articles:add_questions", READ, _SENT, data=lambda world: {"pasted": "Will it rain?"}),
    Row("articles:confirm_questions", NO_GET, _SENT, data=lambda world: _ONE_ROW),
    Row(
        "articles:tidy_questions",
        _NO_GET,
        _WRITE,
        data=_retiring,
    ),
    Row("articles:undo_questions", _NO_GET, _WRITE, lambda world: {"team": world.cast.team.slug, "token": "none"}),
    Row("articles:alike", _ADD, _ADD_NO_POST),
    Row("articles:edit_question", _ADD, _WRITE, _question, lambda world: {"text": "Will it rain?", "version": "0"}),
    Row(
        "articles:settle_alike",
        _NO_GET,
        _WRITE,
        _question,
        lambda world: {"with": world.more["other_question"].pk, "apart": "1"},
    ),
    Row("articles:vote", NO_GET, _SENT, _question, lambda world: {"value": "1"}),
    Row("articles:areas", READ, NO_POST),
    Row("articles:add_area", _NO_GET, _WRITE, data=lambda world: {"name": "Oceans"}),
    Row("articles:usual_areas", _NO_GET, _WRITE),
    Row("articles:edit_area", _ADD, _WRITE, _area, lambda world: {"name": "Oceans"}),
    Row("articles:merge_area", _COACH, _COACH_WRITE, _area, lambda world: {"into": world.more["other_area"].pk}),
    Row("articles:retire", _NO_GET, _WRITE, _question),
    Row("articles:unretire", _NO_GET, _WRITE, _question),
]

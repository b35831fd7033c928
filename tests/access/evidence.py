"""What each actor gets at the addresses of the evidence room."""

import uuid

from evidence import blocks
from evidence.attaching import Selection, attach_card, attach_note
from evidence.bringing.batches import begin, receive, work
from evidence.bringing.found import Brought, Found
from evidence.editing import edit_card
from evidence.export.sheet import Card as SheetCard
from evidence.giving import give
from evidence.links import make_link
from evidence.merging import merge
from evidence.remarking import remark
from teams.access import Visibility
from tests import make
from tests.access.table import NO_GET, NO_POST, READ, Row, World

_LEADERS_ONLY = "login 404 404 403 200 200"
_LEADERS_NO_GET = "login 404 404 403 405 405"


def furnish(world: World) -> None:
    """Bob's note and card, which the team sees; the same in the trash."""
    selection = Selection("Wheat for May delivery fell 4 percent in two days")
    for name in ("note", "gone_note"):
        world.more[name] = attach_note(
            member=world.cast.bob, article=world.article, body="Why?", selection=selection, visibility=Visibility.TEAM
        ).row
    for name in ("card", "gone_card", "changed_card"):
        world.more[name] = attach_card(
            member=world.cast.bob, article=world.article, selection=selection, tag="Wheat fell", cite="Castellanos"
        ).row
    (world.more["gift"],) = give(member=world.cast.bob, card=world.more["card"], to=[world.cast.alice])
    world.more["link"] = make_link(member=world.cast.bob, about=world.more["card"], days=7)
    one = Brought("A file", (Found(SheetCard(tag="T", cite="C", quotation="Words.")),))
    for name in ("cards", "dropped_cards", "kept_cards"):
        world.more[name] = receive(member=world.cast.bob, brought=one)
        work(batch=world.more[name], member=world.cast.bob)
    begin(batch=world.more["kept_cards"])
    work(batch=world.more["kept_cards"], member=world.cast.bob)
    edit_card(card=world.more["changed_card"], version=1, by=world.cast.bob.user, tag="Wheat fell, then rose")
    for name in ("block", "gone_block", "other_block"):
        world.more[name] = blocks.make_block(member=world.cast.bob, title=name).block
    blocks.add_heading(block=world.more["block"], version=1, heading="Prices")
    world.more["gone_block"].remove(by=world.cast.bob.user)
    twin, world.more["merged"] = (make.article(member=world.cast.alice) for _ in range(2))
    merge(member=world.cast.alice, stays=twin, gone=world.more["merged"])
    world.more["remark"], world.more["gone_remark"] = (
        remark(member=world.cast.bob, about=world.more["note"], body="So?").remark for _ in range(2)
    )
    world.more["gone_remark"].remove(by=world.cast.bob.user)
    for name in ("gone_note", "gone_card"):
        world.more[name].remove(by=world.cast.bob.user)


def _article(world: World) -> dict:
    return {"team": world.cast.team.slug, "article_id": world.article.pk}


def _merged(world: World) -> dict:
    return {"team": world.cast.team.slug, "article_id": world.more["merged"].pk}


def _first(world: World) -> dict:
    return {**_article(world), "number": 1}


def _of(name: str):
    return lambda world: {"team": world.cast.team.slug, "pk": world.more[name].pk}


def _gift(world: World) -> dict:
    return {**_of("card")(world), "gift": world.more["gift"].pk}


def _note(world: World) -> dict:
    return {"body": "Because.", "visibility": "team", "version": 1, "client_id": uuid.uuid4()}


def _card(world: World) -> dict:
    words = {"exact": "largest drop since the autumn", "tag": "A drop", "cite": "Castellanos", "kind": "statistic"}
    return {**words, "visibility": "team", "version": 1, "client_id": uuid.uuid4()}


def _mark(world: World) -> dict:
    return {"first": 0, "word": 1, "level": "underline", "version": 1}


def _place(world: World) -> dict:
    return {"typed": "largest drop since the autumn", "number": 1, "version": 1}


def _heading(world: World) -> dict:
    return {**_of("block")(world), "entry": world.more["block"].entries.get().pk}


def _block(world: World) -> dict:
    return {"title": "Grain", "visibility": "team", "version": 2, "client_id": uuid.uuid4()}


_STORED = "login 404 404 302 302 302"
_OWNER = "login 404 404 302 403 403"
_ONLY_OWNER = "login 404 404 200 403 403"
_OWNER_OR_COACH = "login 404 404 302 403 302"

_KEEPERS = "login 404 404 200 200 200"
_KEPT = "login 404 404 302 302 302"

ROWS: list[Row] = [
    Row("evidence:reader", READ, NO_POST, _article),
    Row("evidence:revision", READ, NO_POST, _first),
    Row("evidence:original", READ, NO_POST, _first),
    Row("evidence:revise", _LEADERS_ONLY, "login 404 404 403 422 422", _article),
    Row("evidence:passage", READ, READ, _article, lambda world: {"what": "note", "typed": "Wheat for May"}),
    Row("evidence:add_note", NO_GET, _STORED, _article, _note),
    Row("evidence:mark", NO_GET, _STORED, _article, lambda world: {"typed": "Wheat for May"}),
    Row("evidence:add_card", NO_GET, _STORED, _article, _card),
    Row("evidence:merging", _LEADERS_ONLY, "login 404 404 403 422 422", _article),
    Row("evidence:unmerge", _LEADERS_NO_GET, "login 404 404 403 302 302", _merged),
    Row("evidence:cards", READ, NO_POST),
    Row("evidence:bring_in", READ, "login 404 404 422 422 422"),
    Row("evidence:brought", "login 404 404 200 404 404", NO_POST, _of("cards")),
    Row("evidence:keep_cards", NO_GET, "login 404 404 422 404 404", _of("cards")),
    Row("evidence:work_on_cards", NO_GET, "login 404 404 302 404 404", _of("cards")),
    Row("evidence:drop_cards", NO_GET, "login 404 404 302 404 404", _of("dropped_cards")),
    Row("evidence:take_cards_back", NO_GET, "login 404 404 302 404 302", _of("kept_cards")),
    Row("evidence:take_out", READ, NO_POST),
    Row("evidence:taken_out", "login 404 404 422 422 422", NO_POST),
    Row("evidence:how_far", READ, NO_POST),
    Row("evidence:sentences", READ, NO_POST),
    Row("evidence:notes", READ, NO_POST),
    Row("evidence:trash", READ, NO_POST),
    Row("evidence:note", READ, NO_POST, _of("note")),
    Row("evidence:card", READ, NO_POST, _of("card")),
    Row("evidence:edit_note", _ONLY_OWNER, _OWNER, _of("note"), _note),
    Row("evidence:edit_card", _ONLY_OWNER, _OWNER, _of("card"), _card),
    Row(
        "evidence:cut",
        _ONLY_OWNER,
        "login 404 404 302 403 403",
        _of("card"),
        _mark,
    ),
    Row("evidence:aloud", READ, _STORED, _of("card"), lambda world: {"words_per_minute": 160}),
    Row("evidence:check_card", NO_GET, _STORED, _of("card"), lambda world: {"holds": "yes", "version": 1}),
    Row("evidence:copy_card", NO_GET, _STORED, _of("card")),
    Row("evidence:give_card", NO_GET, _STORED, _of("card"), lambda world: {"to": ""}),
    Row("evidence:take_back_card", NO_GET, "login 404 404 302 404 404", _gift),
    # Links are off in this team, so nobody makes one; tests/evidence/test_links.py switches them on.
    Row("evidence:make_link", NO_GET, "login 404 404 403 403 403", _of("card"), lambda world: {"days": 7}),
    Row("evidence:link_block", NO_GET, "login 404 404 403 403 403", _of("block"), lambda world: {"days": 7}),
    Row("evidence:links", READ, NO_POST),
    Row("evidence:end_link", NO_GET, "login 404 404 302 404 302", _of("link")),
    Row("evidence:history", READ, NO_POST, _of("card")),
    Row("evidence:restore_version", NO_GET, _OWNER, lambda world: {**_of("changed_card")(world), "number": 1}),
    Row("evidence:place_note", "login 404 404 200 403 403", "login 404 404 409 403 403", _of("note"), _place),
    Row("evidence:place_card", "login 404 404 200 403 403", "login 404 404 409 403 403", _of("card"), _place),
    Row("evidence:reply", NO_GET, _STORED, _of("note"), _note),
    Row("evidence:comment", NO_GET, _STORED, _of("card"), _note),
    Row("evidence:mute_note", NO_GET, _STORED, _of("note")),
    Row("evidence:mute_card", NO_GET, _STORED, _of("card")),
    Row("evidence:approve", _LEADERS_NO_GET, "login 404 404 403 302 302", _of("card"), lambda world: {"version": 1}),
    Row("evidence:edit_remark", _ONLY_OWNER, _OWNER, _of("remark"), _note),
    Row("evidence:remove_remark", NO_GET, _OWNER_OR_COACH, _of("remark")),
    Row("evidence:restore_remark", NO_GET, "login 404 404 302 404 302", _of("gone_remark")),
    Row("evidence:for_you", READ, NO_POST),
    Row("evidence:looked", NO_GET, _STORED),
    Row("evidence:remove_note", NO_GET, _OWNER_OR_COACH, _of("note")),
    Row("evidence:remove_card", NO_GET, _OWNER_OR_COACH, _of("card")),
    Row("evidence:restore_note", NO_GET, "login 404 404 302 404 302", _of("gone_note")),
    Row("evidence:restore_card", NO_GET, "login 404 404 302 404 302", _of("gone_card")),
    Row("evidence:blocks", READ, NO_POST),
    Row("evidence:new_block", READ, _STORED, data=_block),
    Row("evidence:put_in", READ, _STORED, data=lambda world: {"card": world.more["card"].pk, "title": "New"}),
    Row("evidence:block", READ, NO_POST, _of("block")),
    Row("evidence:edit_block", _KEEPERS, _KEPT, _of("block"), lambda world: _block(world) | {"version": 2}),
    Row("evidence:remove_block", NO_GET, _OWNER_OR_COACH, _of("other_block")),
    Row("evidence:restore_block", NO_GET, "login 404 404 302 404 302", _of("gone_block")),
    Row("evidence:arrange", NO_GET, _KEPT, _of("block"), lambda world: {"move": "undo", "version": 2}),
    Row("evidence:add_heading", NO_GET, _KEPT, _of("block"), lambda world: {"heading": "Ports", "version": 2}),
    Row("evidence:reword", NO_GET, _KEPT, _heading, lambda world: {"heading": "Ports", "version": 2}),
    Row("evidence:put_block", NO_GET, _KEPT, _of("block"), lambda world: {"inner": world.more["other_block"].pk}),
    Row("evidence:add_cards", _KEEPERS, _KEPT, _of("block"), lambda world: {"add": 1, "card": world.more["card"].pk}),
]

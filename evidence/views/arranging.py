"""Changing what is in a block: moving, taking out, headings, cards from a search, cards from elsewhere."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_http_methods, require_POST

from evidence import blocks
from evidence.block_forms import HeadingForm, Move, PutForm, chosen_cards, move_said
from evidence.blocks import Arranged
from evidence.finding import terms
from evidence.forms import VersionForm
from evidence.models import Block, Card
from evidence.outlines import find, read_block
from evidence.views.blocks import block_page, own_block
from lib.htmx import page, wants_fragment
from lib.keys import as_uuids, whole
from lib.posted import plain, posted, sent
from teams.access import MemberRequest, team_view
from teams.policy import Action

FOUND = 40


@team_view(Action.WRITE)
@require_POST
def arrange(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One button of the outline: it says what moves where, and the form says which state was looked at."""
    row = own_block(request, pk)
    asked = move_said(request.POST.get("move", ""))
    if asked is None:
        raise Http404("No such move.")
    done = _act(row, VersionForm(request.POST).stated(), asked)
    if done.conflict:
        return block_page(request, own_block(request, pk), 409, again=request.POST["move"])
    said = _told(request, done, asked)
    if not wants_fragment(request):
        messages.success(request, said)
        return _back(done.block, asked.entry if done.changed and asked.word not in ("take", "undo") else 0)
    return block_page(request, own_block(request, pk), said=said, moved=asked.entry)


def _act(row: Block, version: int, asked: Move) -> Arranged:
    if asked.word == "undo":
        return blocks.undo(block=row, version=version)
    if asked.word == "take":
        return blocks.take_out(block=row, version=version, entry=asked.entry)
    if asked.word == "back":
        return blocks.put_back(block=row, version=version, entry=asked.entry)
    if asked.word == "place":
        return blocks.place(block=row, version=version, entry=asked.entry, before=asked.before, depth=asked.depth)
    return blocks.move(block=row, version=version, entry=asked.entry, step=asked.word)


# Why a move changed nothing, where more can be said than that it did not.
_UNDONE = {
    "undo": "Nothing to undo.",
    "in": "It cannot go there: a line goes in only where a heading stands right before it.",
}


def _told(request: MemberRequest, done: Arranged, asked: Move) -> str:
    """What was done, for eyes and ears."""
    if not done.changed:
        return _UNDONE.get(asked.word, "It cannot go there.")
    if asked.word == "undo":
        return "The last change is undone."
    if asked.word == "take":
        return "Taken out. It is kept below."
    return f"{find(read_block(done.block, request.member), asked.entry) or 'Done'}."


def _back(row: Block, entry: int = 0) -> HttpResponse:
    return redirect(row.get_absolute_url() + (f"#entry-{entry}" if entry else ""))


@team_view(Action.WRITE)
@require_POST
def heading(request: MemberRequest, pk: UUID, entry: int = 0) -> HttpResponse:
    """A new heading at the end, or another wording of the heading `entry`."""
    row = own_block(request, pk)
    form = HeadingForm(request.POST)
    more: dict[str, Any] = {"form": form}
    if entry:
        more = {"wording": entry, "typed": request.POST.get("heading", ""), "fault": form.errors.get("heading")}
    if not form.is_valid():
        return block_page(request, row, 422, **more)
    said: dict[str, Any] = {"block": row, "version": form.stated(), "heading": form.cleaned_data["heading"]}
    done = blocks.reword(**said, entry=entry) if entry else blocks.add_heading(**said)
    if done.conflict:
        return block_page(request, own_block(request, pk), 409, overtaken=True, **more)
    if not entry and done.entry:
        return redirect(f"{row.get_absolute_url()}#id_heading")  # where the next one is typed
    return _back(row, done.entry.pk if done.entry else 0)


@team_view(Action.WRITE)
@require_POST
def put_block(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Another block into this one."""
    row = own_block(request, pk)
    keys = as_uuids([request.POST.get("inner", "")])
    inner = Block.objects.visible_to(request.member).filter(pk__in=keys).first()
    done = blocks.add_inner(block=row, inner=inner) if inner else Arranged(row)
    if not done.changed:
        said = "That block is in it already, would stand in itself, or nests too deep." if inner else "Choose one."
        messages.warning(request, said)
    return _back(row, done.entry.pk if done.entry else 0)


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_cards(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Cards found by words, ticked and put in. A POST without "add" only searches; what was ticked stays ticked."""
    row = own_block(request, pk)
    asked = sent(request)
    chosen = chosen_cards(asked.getlist("card"), request.member)
    under = asked.get("under", "")
    over = whole(under, 15)
    if "add" in request.POST and chosen:
        done = blocks.add_cards(block=row, cards=chosen, under=over)
        messages.success(request, f"{done.changed} card{pluralize(done.changed)} added.")
        return _back(row, done.entry.pk if done.entry else 0)
    query = plain(asked.get("q", ""), 200)
    inside = set(row.entries.standing().exclude(card=None).values_list("card_id", flat=True))
    context = {
        "row": row,
        "query": query,
        "chosen": [card for card in chosen if card.pk not in inside],
        "found": _offered(request, row, query, {card.pk for card in chosen}),
        "inside": inside,
        "under": row.entries.standing().filter(pk=over).exclude(heading="").first(),
        "nothing_ticked": "add" in request.POST,
    }
    status = 422 if context["nothing_ticked"] else 200
    return page(request, "evidence/add_to_block.html", context, fragment="found", status=status)


def _offered(request: MemberRequest, row: Block, query: str, but: set[Any]) -> list[Card]:
    """Cards that have the words; without words those that speak to the block's question, of its area, the newest."""
    rows = Card.objects.visible_to(request.member).exclude(pk__in=but).for_list()
    if terms(query):
        return list(rows.saying(query).newest_first()[:FOUND])
    near = None
    if row.asked:
        near = rows.for_question(row.asked)
    elif row.area_id:
        near = rows.filter(areas=row.area_id)
    found = list(near.newest_first()[:FOUND]) if near is not None else []
    return found or list(rows.newest_first()[:FOUND])


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def put_in(request: MemberRequest) -> HttpResponse:
    """Cards that were ticked elsewhere, into a block that is there or a new one."""
    asked = sent(request)
    cards = chosen_cards(asked.getlist("card"), request.member)
    form = PutForm(posted(request), member=request.member)
    if request.method != "POST" or not cards or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "evidence/put_in.html", {"cards": cards, "form": form}, status=status)
    row = form.cleaned_data["block"]
    if row is None:
        title, client_id = form.cleaned_data["title"], form.cleaned_data["client_id"]
        row = blocks.make_block(member=request.member, title=title, client_id=client_id).block
    done = blocks.add_cards(block=row, cards=cards)
    there = len(cards) - done.changed
    said = f"{done.changed} card{pluralize(done.changed)} added"
    messages.success(request, f"{said}; {there} stood in it already." if there else f"{said}.")
    return _back(row, done.entry.pk if done.entry else 0)

"""Blocks: the list, one block with its outline, a new one, what it is called and is for, the trash."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Area, Question
from evidence.block_forms import OFFERED, BlockForm, HeadingForm
from evidence.blocks import edit_block, make_block
from evidence.forms import VersionForm
from evidence.link_forms import LinkForm
from evidence.links import may_link
from evidence.models import Block
from evidence.outlines import read_block, taken_out_of
from lib.htmx import page, wants_fragment
from lib.keys import as_uuids, whole
from lib.posted import plain, posted
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action

PAGE = 30


@team_view(Action.READ)
@require_safe
def blocks(request: MemberRequest) -> HttpResponse:
    """The blocks that this member may see, the last changed first; narrowed by words, an area or a question."""
    rows = Block.objects.visible_to(request.member).for_list()
    query = plain(request.GET.get("q", ""), 200)
    area, question = _named(request, Area.objects.filter(team=request.member.team), "area"), _asked(request)
    if query:
        rows = rows.saying(query)
    if area:
        rows = rows.filter(area=area)
    if question:
        rows = rows.for_question(question)
    context = {
        "shown": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": query,
        "area": area,
        "question": question,
        "areas": Area.objects.filter(team=request.member.team),
        "tab": "blocks",
    }
    return page(request, "evidence/blocks.html", context, fragment="found")


def _named(request: MemberRequest, rows: Any, name: str) -> Any:
    return rows.filter(pk=_number(request.GET.get(name, ""))).first()


def _number(key: str) -> int:
    """0, which no row has, for nonsense."""
    return whole(key, 14)


def _asked(request: MemberRequest) -> Question | None:
    keys = as_uuids([request.GET.get("question", "")])
    return Question.objects.visible_to(request.member).filter(pk__in=keys).first()


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_block(request: MemberRequest) -> HttpResponse:
    """A form; `question` and `area` of the address are filled in."""
    member = request.member
    if request.method != "POST":
        question = _asked(request)
        area = _named(request, Area.objects.filter(team=member.team), "area")
        initial = {"question": question or "", "title": str(question or area or "")[:160], "area": area}
        return _form(request, BlockForm(member=member, initial=initial))
    form = BlockForm(request.POST, member=member)
    if not form.is_valid():
        return _form(request, form, status=422)
    made = make_block(member=member, **form.cleaned_data)
    return redirect(made.block)


@team_view(Action.READ)
@require_safe
def block(request: MemberRequest, pk: UUID) -> HttpResponse:
    return block_page(request, seen_block(request, pk))


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = own_block(request, pk)
    form = BlockForm(posted(request), member=request.member, block=row)
    if request.method != "POST":
        return _form(request, form, row)
    if not form.is_valid():
        return _form(request, form, row, status=422)
    said = {name: form.cleaned_data[name] for name in ("title", "question", "area", "visibility")}
    done = edit_block(block=row, version=VersionForm(request.POST).stated(), **said)
    if done.conflict:
        return _form(request, form, done.block, status=409)
    messages.success(request, "Block saved.")
    return redirect(row)


def _form(request: MemberRequest, form: BlockForm, row: Block | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "row": row, "conflict": status == 409, "stated": request.POST.get("version")}
    return TemplateResponse(request, "evidence/edit_block.html", context, status=status)


@team_view(Action.WRITE)
@require_POST
def remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Into the trash. Its cards stay where else they are."""
    rows = Block.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    row.remove(by=request.user)
    messages.success(request, "The block is in the trash. Its cards are not touched.")
    return redirect("evidence:trash", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = Block.objects.trash_of(request.member).filter(pk=pk).first()
    if row is None:
        raise Http404("Not in the trash.")
    row.restore()
    messages.success(request, "The block is back.")
    return redirect(row)


def seen_block(request: MemberRequest, pk: UUID) -> Block:
    row: Block | None = Block.objects.visible_to(request.member).for_list().filter(pk=pk).first()
    if row is None:
        raise Http404("No such block.")
    return row


def own_block(request: MemberRequest, pk: UUID) -> Block:
    rows = Block.objects
    row: Block = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member).for_list(), pk)
    return row


def block_page(request: MemberRequest, row: Block, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or its outline alone for a swap. `more`: what was done, a heading that was typed and is not stored."""
    member = request.member
    may_edit = Block.objects.editable_by(member).filter(pk=row.pk).exists()
    seen = Block.objects.visible_to(member).select_related("team")
    asked = row.asked
    question = asked if asked and Question.objects.visible_to(member).filter(pk=asked.pk).exists() else None
    context = {
        "row": row,
        "nodes": read_block(row, member),
        "may_edit": may_edit,
        "removable": row.owner_id == request.user.pk or member.may(Action.MODERATE),
        "question": question,
        "unfolded": "unfold" in request.GET,
        "within": seen.filter(entries__inner=row, entries__taken_out_at=None).distinct(),
        "gone": taken_out_of(row, member) if may_edit else [],
        "others": seen.exclude(pk=row.pk).order_by("-updated_at", "pk")[:OFFERED],
        "form": HeadingForm(),
        "may_link": may_link(member, row),
        "links_all": member.may(Action.ALLOW_LINKS),
        "link_form": LinkForm(),
        "wording": _number(request.GET.get("wording", "")),
    }
    template = "evidence/_outline.html" if wants_fragment(request) else "evidence/block.html"
    return page(request, template, context | more, status=status)

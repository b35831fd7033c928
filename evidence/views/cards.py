"""One card: its page, changing, checking and copying it, its earlier states."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Question
from evidence import citing
from evidence.approving import may_approve
from evidence.attaching import copy_card
from evidence.card_forms import CardEdit, CheckForm
from evidence.checking import check as store_check
from evidence.checking import end
from evidence.cites import Cites
from evidence.editing import edit_card as store_card
from evidence.editing import restore_state
from evidence.forms import VersionForm
from evidence.giving import takers
from evidence.likeness import alike
from evidence.link_forms import LinkForm
from evidence.links import may_link
from evidence.models import Block, Card, CardState, Pace
from evidence.originals import of_card
from evidence.remark_forms import RemarkForm
from evidence.spans import seconds
from evidence.talk import talk
from evidence.uses import uses_of
from evidence.views.keeping import seen_or_404, shown
from lib.posted import posted
from lib.text import word_count
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action

STATES = 20  # earlier states on a page


@team_view(Action.READ)
@require_safe
def card(request: MemberRequest, pk: UUID) -> HttpResponse:
    return card_page(request, seen_or_404(Card, request, pk))


def card_page(
    request: MemberRequest,
    row: Card,
    *,
    check: CheckForm | None = None,
    remark: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card with all that is known of it. `check` and `remark` are what was typed and not stored."""
    seen = Card.objects.visible_to(request.member)
    checks = list(row.checks.standing().select_related("by"))
    context = shown(request, row) | {
        "cites": citing.cites_of(row),
        "areas": row.areas.all(),
        "questions": row.questions.filter(pk__in=Question.objects.visible_to(request.member)),
        "blocks": Block.objects.visible_to(request.member).with_card(row).select_related("team"),
        "states": CardState.objects.shown_to(request.member).filter(card=row).count(),
        "same_article": seen.filter(article=row.article).count(),
        "second_hand": of_card(row, request.member),
        "alike": alike(member=request.member, quotation=row.quotation, but=row.pk),
        "uses": uses_of(row),
        "checks": checks,
        "own_check": next((one for one in checks if one.by_id == request.user.pk), None),
        "check": check or CheckForm(),
        "overtaken": status == 409,
        "talk": talk(about=row, member=request.member, form=remark),
        "approvals": (approvals := list(row.approvals.standing().select_related("by"))),
        "approved": any(one.by_id == request.user.pk for one in approvals),
        "may_approve": may_approve(request.member, row),
        "takers": takers(member=request.member, card=row),
        "gifts": row.gifts.standing().filter(by=request.user).select_related("to"),
        "may_link": may_link(request.member, row),
        "link_form": LinkForm(),
        "original": seen.filter(pk=row.copied_from_id).first() if row.copied_from_id else None,
    }
    return TemplateResponse(request, "evidence/card.html", context | timed(request, row), status=status)


@team_view(Action.WRITE)
@require_POST
def check(request: MemberRequest, pk: UUID) -> HttpResponse:
    """This member's word on the card; a `holds` of "" takes it back."""
    row = seen_or_404(Card, request, pk)
    if request.POST.get("holds") == "":
        end(card=row, by=request.user)
        messages.success(request, "Your check is taken back.")
        return redirect("evidence:card", request.member.team.slug, pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return card_page(request, row, check=form, status=422)
    done = store_check(card=row, version=VersionForm(request.POST).stated(), by=request.user, **form.cleaned_data)
    if done.check is None:
        return card_page(request, seen_or_404(Card, request, pk), check=form, status=409)
    messages.success(request, "Thank you: your check is on the card.")
    return redirect("evidence:card", request.member.team.slug, pk)


@team_view(Action.WRITE)
@require_POST
def copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A card of one's own that begins as this one; it says whose it was."""
    row = seen_or_404(Card, request, pk)
    made = copy_card(card=row, member=request.member)
    messages.success(request, "This copy is yours, and only you see it until you share it.")
    return redirect("evidence:edit_card", request.member.team.slug, made.pk)


def timed(request: MemberRequest, row: Card) -> dict[str, Any]:
    """What is read aloud of the card, and how long that takes whoever asks."""
    pace = Pace.of(request.user)
    said = row.aloud
    return {
        "aloud": said,
        "pace": pace,
        "seconds": seconds(said, pace),
        "said": sum(word_count(piece) for piece in said),
        "of": word_count(row.quotation),
    }


def own_or_403(request: MemberRequest, pk: UUID) -> Card:
    rows = Card.objects
    row: Card = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    return row


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_card(request: MemberRequest, pk: UUID) -> HttpResponse:
    """`reset` names a cite that is to be as the article gives it, `look` asks for other questions; then nothing is
    stored yet."""
    row = own_or_403(request, pk)
    made = citing.made(row.article) if row.article else Cites("", "", "")
    form = CardEdit(posted(request), card=row, member=request.member, made=made)
    if request.method == "POST" and "reset" in request.POST:
        return _form(request, row, form.with_reset(request.POST["reset"]), 200)
    looks = "look" in request.POST or ("enter" in request.POST and request.POST.get("look_for", "").strip())
    if request.method != "POST" or looks:
        return _form(request, row, form.unbound(), 200)
    if not form.is_valid():
        return _form(request, row, form, 422)
    version = VersionForm(request.POST).stated()
    filed = {name: form.cleaned_data[name] for name in ("areas", "questions")}
    done = store_card(card=row, version=version, by=request.user, before=form.stood, **filed, **form.said())
    if done.conflict:
        return _form(request, done.row, form.with_values(done.same), 409)
    beside = " What was changed in another window since is kept beside it." if done.beside else ""
    messages.success(request, f"Card saved.{beside}")
    return redirect("evidence:card", request.member.team.slug, row.pk)


def _form(request: MemberRequest, row: Card, form: CardEdit, status: int) -> HttpResponse:
    context = shown(request, row) | {"form": form, "conflict": status == 409, "stated": request.POST.get("version")}
    return TemplateResponse(request, "evidence/edit_card.html", context, status=status)


@team_view(Action.READ)
@require_safe
def history(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What the card was, the last change first, as far as this member might have seen it then."""
    row = seen_or_404(Card, request, pk)
    states = CardState.objects.shown_to(request.member).filter(card=row).select_related("by")
    context = shown(request, row) | {"states": Paginator(states, STATES).get_page(request.GET.get("page"))}
    return TemplateResponse(request, "evidence/history.html", context)


@team_view(Action.WRITE)
@require_POST
def restore_version(request: MemberRequest, pk: UUID, number: int) -> HttpResponse:
    """The card says again what it said then; what it says now joins its history."""
    row = own_or_403(request, pk)
    state = get_object_or_404(row.states, number=number)
    done = restore_state(card=row, by=request.user, state=state)
    if done.quotation_stays:
        messages.warning(request, "Restored, but for the quotation: the words of then do not stand in its passage.")
    else:
        messages.success(request, "Restored. What the card said until now is in its history.")
    return redirect("evidence:card", request.member.team.slug, row.pk)

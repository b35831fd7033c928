"""What members say of each other's notes and cards: replying, commenting, changing that, removing and restoring it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evidence.approving import approve as store_approval
from evidence.approving import may_approve, take_back
from evidence.for_you import for_you as pile_for
from evidence.for_you import look
from evidence.forms import VersionForm
from evidence.models import Card, Note, Remark
from evidence.remark_forms import RemarkForm
from evidence.remarking import Remarked, remark
from evidence.remarking import edit_remark as store_remark
from evidence.remarking import mute as store_mute
from evidence.talk import talk
from evidence.views.cards import card_page
from evidence.views.keeping import seen_or_404, shown
from lib.fields import FIRST_YEAR
from lib.htmx import wants_fragment
from lib.posted import posted
from lib.text import join_names
from lib.undo import say_with_undo
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.WRITE)
@require_POST
def say(request: MemberRequest, pk: UUID, model: type[Note] | type[Card]) -> HttpResponse:
    """A reply to a note, a comment on a card."""
    about = seen_or_404(model, request, pk)
    form = RemarkForm(request.POST, about=about)
    if not form.is_valid():
        return _again(request, about, form)
    asked = {
        name: form.cleaned_data[name] for name in ("body", "visibility", "client_id") if name in form.cleaned_data
    }
    done = remark(member=request.member, about=about, **asked)
    if wants_fragment(request):
        context = {"talk": talk(about=about, member=request.member), "told": told(done), "fresh": done.remark.pk}
        return TemplateResponse(request, "evidence/_remarks.html", context)
    messages.success(request, told(done))
    return redirect(done.remark)


@team_view(Action.READ)
@require_POST
def mute(request: MemberRequest, pk: UUID, model: type[Note] | type[Card]) -> HttpResponse:
    """Hear no more of what is said of a note or card; with `on`, hear of it again."""
    about = seen_or_404(model, request, pk)
    on = "on" in request.POST
    store_mute(about=about, member=request.member, on=not on)
    said = "You hear of it again." if on else "You hear no more of it, unless somebody names you."
    if wants_fragment(request):
        return TemplateResponse(
            request, "evidence/_remarks.html", {"talk": talk(about=about, member=request.member), "told": said}
        )
    messages.success(request, said)
    return redirect(f"{about.get_absolute_url()}#remarks-{about.pk}")


def _again(request: MemberRequest, about: Note | Card, form: RemarkForm) -> HttpResponse:
    """What was typed, to be mended."""
    if isinstance(about, Card) and not wants_fragment(request):
        return card_page(request, about, remark=form, status=422)
    context = {"talk": talk(about=about, member=request.member, form=form)}
    if wants_fragment(request):
        return TemplateResponse(request, "evidence/_remarks.html", context, status=422)
    return TemplateResponse(request, "evidence/note.html", shown(request, about) | context, status=422)


def told(done: Remarked) -> str:
    """What was stored and who hears of it, in a sentence or two."""
    said = f"{done.remark.KIND.capitalize()} saved."
    if done.told:
        said += f" {_listed(done.told)} will see it on the page “For you”."
    if done.untold:
        said += f" {_listed(done.untold)} cannot see this {done.remark.about.KIND}, so is not told."
    return said


def _listed(members: tuple[object, ...]) -> str:
    return join_names([str(getattr(member, "user", member)) for member in members])


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_remark(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = Remark.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    initial = {"body": row.body, "visibility": row.visibility}
    form = RemarkForm(posted(request), about=row.about, initial=initial)
    status, now = 200, row
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked = {name: form.cleaned_data[name] for name in ("body", "visibility") if name in form.cleaned_data}
            done = store_remark(remark=row, version=VersionForm(request.POST).stated(), **asked)
            if not done.conflict:
                messages.success(request, told(done))
                return redirect(row)
            status, now = 409, done.remark
    context = {"row": now, "form": form, "conflict": status == 409}
    return TemplateResponse(request, "evidence/edit_remark.html", context, status=status)


@team_view(Action.WRITE)
@require_POST
def remove_remark(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Into the trash, and back to what it was about, where it can be undone."""
    rows = Remark.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    row.remove(by=request.user)
    say_with_undo(
        request,
        f"The {row.KIND} is in the trash.",
        reverse("evidence:restore_remark", args=[request.member.team.slug, row.pk]),
    )
    return redirect(row.about.get_absolute_url() + f"#remarks-{row.about.pk}")


@team_view(Action.WRITE)
@require_POST
def restore_remark(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = Remark.objects.trash_of(request.member).filter(pk=pk).first()
    if row is None:
        raise Http404("Not in the trash.")
    row.restore()
    messages.success(request, f"The {row.KIND} is back.")
    return redirect(row)


@team_view(Action.APPROVE)
@require_POST
def approve(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A leader approves a shared card; `take_back` takes that back."""
    row = seen_or_404(Card, request, pk)
    if not may_approve(request.member, row):
        raise PermissionDenied("Somebody else approves your own card, and a private one is nobody's to approve.")
    if "take_back" in request.POST:
        take_back(card=row, member=request.member)
        messages.success(request, "Your approval is taken back.")
    elif store_approval(card=row, version=VersionForm(request.POST).stated(), member=request.member):
        messages.success(request, "Approved: your name is on the card.")
    else:
        messages.warning(request, "Not approved: the card has changed since you opened it. Look at it again.")
    return redirect(row)


@team_view(Action.READ)
@require_safe
def for_you(request: MemberRequest) -> HttpResponse:
    """What others said to this member. `before` is a time, for what came earlier."""
    before = _moment(request.GET.get("before", ""))
    context = {"pile": pile_for(member=request.member, before=before), "tab": "for_you", "before": before}
    return TemplateResponse(request, "evidence/for_you.html", context)


@team_view(Action.READ)
@require_POST
def looked(request: MemberRequest) -> HttpResponse:
    """The member has looked at what came until `until`."""
    until = _moment(request.POST.get("until", ""))
    if until:
        look(member=request.member, until=until)
    return redirect("evidence:for_you", request.member.team.slug)


def _moment(typed: str) -> datetime | None:
    """What the page wrote itself, now at the latest; None for anything else, and for a moment of another age."""
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return min(found, now()) if found and is_aware(found) and found.year >= FIRST_YEAR else None

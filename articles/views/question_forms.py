"""Adding questions to the bank, a list at a time, and correcting one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.bank import changing
from articles.bank.advice import advice
from articles.bank.forms import ListForm, QuestionForm, RowForms, about, beside, first_rows, taken
from articles.bank.lists import MOST, ListRead, filled, keep, offers, read_lists
from articles.ingest.draft import QuestionDraft
from articles.models import Area, Question
from articles.publishers import register_of
from articles.storing import batches
from articles.storing.batches import Arrival
from articles.storing.receiving import arrivals_in
from articles.tasks import queue
from lib.keys import whole
from lib.posted import posted
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.SEND_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_questions(request: MemberRequest) -> HttpResponse:
    """A list, pasted or in a file. One that is plain is added at once; else its rows are shown first."""
    areas = _areas(request)
    form = ListForm(posted(request), areas=areas)
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    arrivals = arrivals_in(request)
    read = read_lists(arrivals, register=register_of(request.member.team))
    if not read.questions:
        form.add_error("pasted", "There is no question in this. A question is one line, best with its question mark.")
        return _form(request, form, read=read, status=422)
    if len(read.questions) > MOST:
        return _batch(request, form, arrivals)
    typed = form.cleaned_data
    said = {name: typed[name] for name in ("side", "source", "asked_on", "difficulty")}
    drafts = filled(read.questions, **said)
    found = offers(member=request.member, drafts=drafts)
    if not request.FILES and not read.cautions and not read.refused and not any(offer.wants_a_look for offer in found):
        return _keep(request, form, drafts)
    return question_rows(request, form, first_rows(found), read=read)


@team_view(Action.SEND_IN)
@require_POST
def confirm_questions(request: MemberRequest) -> HttpResponse:
    """The ticked rows of a list, as they were corrected. A fault in one shows all of them again, as typed."""
    form = ListForm(request.POST, areas=_areas(request))
    rows = RowForms(request.POST)
    if not form.is_valid() or not rows.is_valid():
        return question_rows(request, form, rows, status=422)
    return _keep(request, form, taken(rows))


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """Wording, side, source, date, areas. A form that was filled from an older state keeps its text and shows both."""
    question = get_object_or_404(Question.objects.editable_by(request.member).select_related("team"), pk=question_id)
    areas = _areas(request)
    if request.method != "POST":
        return _edit(request, question, QuestionForm(areas=areas, initial=about(question)), question.version)
    form = QuestionForm(request.POST, areas=areas, initial=about(question))
    version = whole(request.POST.get("version", ""), 9, -1)
    if not form.is_valid():
        return _edit(request, question, form, version, status=422)
    details = form.details(request.member.team)
    changed = changing.change(member=request.member, question=question, version=version, details=details)
    if changed.saved:
        messages.success(request, "Saved.")
        return redirect(question.get_absolute_url())
    if changed.twin:
        form.add_error("text", "Another question of the bank has this wording.")
        return _edit(request, question, form, version, status=422, twin=changed.twin)
    return _edit(request, question, form, changed.question.version, status=409, theirs=changed.question)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def retire(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """A retired question is never drawn; rounds that had it keep it."""
    return _set_retired(request, question_id, retired=True)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def unretire(request: MemberRequest, question_id: UUID) -> HttpResponse:
    return _set_retired(request, question_id, retired=False)


def _areas(request: MemberRequest) -> list[Area]:
    return list(Area.objects.filter(team=request.member.team))


def _keep(request: MemberRequest, form: ListForm, drafts: Sequence[QuestionDraft]) -> HttpResponse:
    member = request.member
    messages.success(request, keep(member=member, drafts=drafts, areas=form.chosen_areas(member.team)))
    return redirect("articles:questions", member.team.slug)


def _batch(request: MemberRequest, form: ListForm, arrivals: list[Arrival]) -> HttpResponse:
    """A long list is read in like many files, and can be taken back whole."""
    member = request.member
    areas = form.chosen_areas(member.team)
    batch = batches.batch_of(member=member, key=uuid4(), label=arrivals[0].name, areas=areas)
    if batch is None:
        return _form(request, form, status=422)
    batches.add_files(batch=batch, arrivals=arrivals)
    batches.seal(batch=batch)
    queue(batch=batch)
    return redirect("articles:batch", member.team.slug, batch.pk)


def _set_retired(request: MemberRequest, question_id: UUID, *, retired: bool) -> HttpResponse:
    question = get_object_or_404(Question.objects.editable_by(request.member).select_related("team"), pk=question_id)
    if bool(question.retired_at) != retired:
        question.retired_at = timezone.now() if retired else None
        question.save(update_fields=["retired_at"])
    return redirect(question.get_absolute_url())


def _form(request: MemberRequest, form: ListForm, *, read: ListRead | None = None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "refused": read.refused if read else (),
        "cautions": read.cautions if read else (),
        "sends_in": not request.member.may(Action.ADD_ARTICLES),
    }
    return TemplateResponse(request, "articles/add_questions.html", context, status=status)


def question_rows(
    request: MemberRequest, form: ListForm, rows: Any, *, read: ListRead | None = None, status: int = 200
) -> HttpResponse:
    """The page on which a list is looked at row by row."""
    context = {
        "form": form,
        "rows": beside(rows, member=request.member),
        "formset": rows,
        "refused": read.refused if read else (),
        "cautions": read.cautions if read else (),
        "areas": _areas(request),
        "failed": status == 422,
    }
    return TemplateResponse(request, "articles/question_rows.html", context, status=status)


def _edit(
    request: MemberRequest,
    question: Question,
    form: QuestionForm,
    version: int,
    *,
    status: int = 200,
    theirs: Question | None = None,
    twin: Question | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "question": question,
        "version": version,
        "theirs": theirs,
        "twin": twin,
        "advice": advice(form["text"].value() or "", today=timezone.localdate()),
    }
    return TemplateResponse(request, "articles/question_edit.html", context, status=status)

"""The reader: an article with what hangs on it, its earlier texts, its file, and correcting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article, Revision, Source
from evidence.anchoring import State
from evidence.forms import ReviseForm
from evidence.placing import Revised, revise_and_place
from evidence.reading import assemble, newest, read
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action


def article_or_404(member: Membership, article_id: UUID) -> Article:
    rows = Article.objects.visible_to(member).exclude(current=None).select_related("current", "team", "owner")
    return get_object_or_404(rows, pk=article_id)


def _revision_or_404(member: Membership, article_id: UUID, number: int) -> Revision:
    return get_object_or_404(article_or_404(member, article_id).revisions, number=number)


@team_view(Action.READ)
@require_safe
def reader(request: MemberRequest, article_id: UUID) -> HttpResponse:
    article = article_or_404(request.member, article_id)
    context = {
        "reading": read(article=article, member=request.member),
        "article": article,
        "areas": article.areas.all(),
        "questions": article.questions.visible_to(request.member).filter(retired_at=None),
        "sources": _sources(request.member, article),
        "may_revise": request.member.may(Action.EDIT_ARTICLES),
    }
    return TemplateResponse(request, "evidence/reader.html", context)


def _sources(member: Membership, article: Article) -> list[tuple[Source, Article | None]]:
    """Each line of "Read More Here" with the team's article at its address, where there is one."""
    sources = list(article.sources.all())
    urls = {source.url for source in sources if source.url}
    here = (
        {a.url: a for a in Article.objects.visible_to(member).filter(url__in=urls).select_related("team")}
        if urls
        else {}
    )
    return [(source, here.get(source.url)) for source in sources]


@team_view(Action.READ)
@require_safe
def revision(request: MemberRequest, article_id: UUID, number: int) -> HttpResponse:
    """An earlier text, as it read then, without marks."""
    article = article_or_404(request.member, article_id)
    shown = get_object_or_404(article.revisions, number=number)
    return TemplateResponse(
        request, "evidence/revision.html", {"article": article, "revision": shown, "reading": assemble(article, shown)}
    )


@team_view(Action.READ)
@require_safe
def original(request: MemberRequest, article_id: UUID, number: int) -> HttpResponse:
    """The bytes as they came. Plain text and an attachment: a browser must never run what was uploaded."""
    found = _revision_or_404(request.member, article_id, number)
    name = found.original_name or f"revision-{found.number}.txt"
    return HttpResponse(
        bytes(found.original),
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        },
    )


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Correct the text. A correction made from an older text than the newest is shown beside it, not stored."""
    article = article_or_404(request.member, article_id)
    current = newest(article)
    form = ReviseForm(request.POST or None, initial={"markdown": current.markdown, "number": current.number})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.cleaned_data["number"] != current.number:
            status = 409
        elif form.is_valid():
            text = form.cleaned_data["markdown"]
            done = revise_and_place(
                member=request.member, article=article, markdown=text, original=text.encode(), name=""
            )
            messages.success(request, told(done))
            return redirect("evidence:reader", request.member.team.slug, article.pk)
    context = {"article": article, "form": form, "conflict": status == 409, "revision": current}
    return TemplateResponse(request, "evidence/revise.html", context, status=status)


def told(done: Revised) -> str:
    """What became of the passages, in a sentence."""
    if not done.created:
        return "The text is the same as before: nothing was changed."
    said = f"Revision {done.revision.number} is stored."
    words = {
        State.EXACT: "in place",
        State.MOVED: "moved with their words",
        State.CHANGED: "on changed words",
        State.ORPHAN: "without a place now",
    }
    counts = ", ".join(f"{done.tally[state]} {word}" for state, word in words.items() if done.tally.get(state))
    return f"{said} Passages: {counts}." if counts else f"{said} Nothing was attached to it."

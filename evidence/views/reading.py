"""The reader: an article with what hangs on it, its earlier texts, its file, and correcting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from articles.above import address_above
from articles.ingest.mojibake import mend
from articles.missing import originals
from articles.models import Article, Revision, Source
from evidence.anchoring import State
from evidence.forms import ReviseForm
from evidence.placing import Fate, Revised, newest, revise_and_place
from evidence.reading import assemble, read
from evidence.showing import stored
from lib.posted import posted
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action


def article_or_404(member: Membership, article_id: UUID) -> Article:
    """The article, or the one that it became part of."""
    rows = Article.objects.visible_to(member).exclude(current=None).select_related("current", "team", "owner")
    article = rows.filter(pk=article_id).first()
    if article is None:
        merged = Article.objects.merged_for(member).filter(pk=article_id).values("merged_into")
        article = get_object_or_404(rows, pk__in=merged)
    return article


def _revision_or_404(member: Membership, article_id: UUID, number: int) -> Revision:
    return get_object_or_404(article_or_404(member, article_id).revisions, number=number)


@team_view(Action.READ)
@require_safe
def reader(request: MemberRequest, article_id: UUID) -> HttpResponse:
    article = article_or_404(request.member, article_id)
    if article.pk != article_id:
        return redirect("evidence:reader", request.member.team.slug, article.pk)
    context = {
        "reading": read(article=article, member=request.member),
        "article": article,
        "areas": article.areas.all(),
        "questions": article.questions.visible_to(request.member).filter(retired_at=None).select_related("team"),
        "sources": (sources := _sources(request.member, article)),
        "missing": sum(here is None for _, here in sources),
        "analysis": stored(article.analysis_html),
        "earlier": range(2, newest(article).number),
        "may_revise": request.member.may(Action.EDIT_ARTICLES),
        "legality": address_above("legality", article),
    }
    return TemplateResponse(request, "evidence/reader.html", context)


def _sources(member: Membership, article: Article) -> list[tuple[Source, Article | None]]:
    """Each line of "Read More Here" with the team's article that it names, where there is one."""
    sources = list(article.sources.all())
    here = originals(member=member, sources=sources)
    return [(source, here.get(source.pk)) for source in sources]


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
    """Correct the text; `repair=mojibake` begins with its broken letters mended. A correction made from an older text
    than the newest is shown beside it, not stored."""
    article = article_or_404(request.member, article_id)
    now, repair = newest(article), request.GET.get("repair") == "mojibake"
    text = mend(now.markdown) if repair else now.markdown
    form = ReviseForm(posted(request), initial={"markdown": text, "number": now.number})
    fate = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        done = revise_and_place(
            member=request.member, article=article, markdown=asked["markdown"], number=asked["number"]
        )
        if done.fate in (Fate.STORED, Fate.SAME):
            messages.success(request, told(done))
            return redirect("evidence:reader", request.member.team.slug, article.pk)
        fate, now = done.fate, done.revision
        if fate is Fate.TWIN:
            form.add_error("markdown", f"Not stored: {fate}.")
    conflict = fate is Fate.OVERTAKEN
    status = 409 if conflict else 422 if request.method == "POST" else 200
    context = {"article": article, "form": form, "conflict": conflict, "revision": now, "repair": repair}
    return TemplateResponse(request, "evidence/revise.html", context, status=status)


def told(done: Revised) -> str:
    """What became of the passages, in a sentence."""
    if done.fate is Fate.SAME:
        return "The text is the same as before: nothing was changed."
    words = {
        State.EXACT: "in place",
        State.MOVED: "in changed surroundings",
        State.CHANGED: "on changed words",
        State.ORPHAN: "without a place now",
    }
    counts = ", ".join(f"{done.tally[state]} {word}" for state, word in words.items() if done.tally.get(state))
    said = f"Revision {done.revision.number} is stored."
    return f"{said} Passages: {counts}." if counts else f"{said} Nothing was attached to the text."

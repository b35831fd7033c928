"""Two articles that are one: finding the other, comparing them, merging, taking the merge apart."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.comparing import compare
from articles.models import Article
from articles.search.find import find
from articles.storing.likeness import near
from evidence.merging import Merged, merge, merge_of, take_apart
from evidence.models import Card, Note
from evidence.placing import newest
from lib.keys import as_uuids
from lib.posted import plain, sent
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action

CHOICES = 10


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """GET without `with`: which other article; with it: the two compared. POST: `stays` is the one to keep."""
    article = _editable(request, article_id)
    asked = sent(request)
    others = [pk for pk in as_uuids([asked.get("with", "")]) if pk != article.pk]
    if not others:
        return _choose(request, article)
    pair = [article, _editable(request, others[0])]
    stays = next((one for one in pair if str(one.pk) == request.POST.get("stays", "")), None)
    if request.method != "POST" or stays is None:
        return _compared(request, pair, status=422 if request.method == "POST" else 200)
    gone = next(one for one in pair if one.pk != stays.pk)
    done = merge(member=request.member, stays=stays, gone=gone)
    if done is None:
        messages.error(request, "Nothing was merged: somebody has put one of the two in the trash meanwhile.")
        return redirect("articles:library", request.member.team.slug)
    say_with_undo(request, merged(done), reverse("evidence:unmerge", args=[request.member.team.slug, gone.pk]))
    return redirect("evidence:reader", request.member.team.slug, stays.pk)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def unmerge(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Take the article out of the one it became part of, with its notes and cards."""
    rows = Article.objects.trash_of(request.member).exclude(merged_into=None).select_related("merged_into", "team")
    gone = get_object_or_404(rows, pk=article_id)
    stays, done = gone.merged_into, merge_of(member=request.member, gone=gone)
    apart = take_apart(member=request.member, merge=done) if done else None
    if apart is None and Article.objects.visible_to(request.member).filter(pk=gone.pk).exists():
        return redirect("evidence:reader", request.member.team.slug, gone.pk)  # somebody else was faster
    if apart is None:
        messages.error(request, f"“{gone.title}” stays in the trash: the library has the same text again.")
        return redirect("articles:trash", request.member.team.slug)
    stay = f" {counted(apart.kept, 'other')} had moved on and stayed." if apart.kept else ""
    came = f"with {counted(apart.notes, 'note')} and {counted(apart.cards, 'card')}"
    said = (
        f"“{gone.title}” is an article again, {came}.{stay} Areas, tags, questions and sources stay on “{stays}” too."
    )
    messages.success(request, said)
    return redirect("evidence:reader", request.member.team.slug, gone.pk)


def merged(done: Merged) -> str:
    """What moved, in a sentence or two."""
    lost = f" {counted(done.lost, 'passage')} found no certain place in this text." if done.lost else ""
    moved = f"{counted(done.notes, 'note')} and {counted(done.cards, 'card')} moved here"
    return f"“{done.merge.gone}” is part of this article now: {moved}.{lost}"


def counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _editable(request: MemberRequest, article_id: UUID) -> Article:
    rows = Article.objects.editable_by(request.member).exclude(current=None)
    return get_object_or_404(rows.select_related("current", "team", "owner").prefetch_related("areas"), pk=article_id)


def _choose(request: MemberRequest, article: Article) -> HttpResponse:
    query = plain(request.GET.get("q", article.title), 500)
    hits = find(member=request.member, query=query, limit=CHOICES + 1).hits if query else ()
    found = [hit.article for hit in hits if hit.article.pk != article.pk][:CHOICES]
    alike = near(member=request.member, text=newest(article).text, but=[article])
    context = {
        "article": article,
        "query": query,
        "found": found,
        "near": [(one.article, round(one.share * 100)) for one in alike],
    }
    return TemplateResponse(
        request, "evidence/merge_choose.html", context, status=422 if request.method == "POST" else 200
    )


def _compared(request: MemberRequest, pair: list[Article], *, status: int) -> HttpResponse:
    first, second = pair
    context = {
        "pair": [(one, _hanging(request.member, one)) for one in pair],
        "article": first,
        "other": second,
        "stretches": compare(newest(first).text, newest(second).text),
        "unsaid": status == 422,
    }
    return TemplateResponse(request, "evidence/merge.html", context, status=status)


def _hanging(member: Membership, article: Article) -> str:
    """What this member sees on it."""
    notes, cards = (model.objects.visible_to(member).for_article(article).count() for model in (Note, Card))
    return f"{counted(notes, 'note')}, {counted(cards, 'card')}"

"""Correcting what stands beside an article's text; the trash of the library."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import details as changes
from articles.above import address_above
from articles.forms import DetailsForm, draft_of
from articles.models import Area, Article
from lib.posted import posted
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Title, byline, date and the rest. A form that was filled from an older state keeps its text and shows both."""
    member = request.member
    article = get_object_or_404(Article.objects.editable_by(member).select_related("team"), pk=article_id)
    areas = list(Area.objects.filter(team=member.team))
    form = DetailsForm(
        posted(request),
        areas=areas,
        draft=draft_of(article),
        filed=article.areas.all(),
    )
    context = {"form": form, "article": article, "version": changes.version_of(article), "theirs": None}
    if request.method != "POST":
        return TemplateResponse(request, "articles/details.html", context)
    if not form.is_valid():
        context["version"] = request.POST.get("version", "")
        return TemplateResponse(request, "articles/details.html", context, status=422)
    changed = changes.change_details(
        member=member,
        article=article,
        version=request.POST.get("version", ""),
        draft=form.draft(),
        areas=form.chosen_areas(member.team),
    )
    if not changed.saved:
        context["theirs"] = draft_of(changed.article)
        return TemplateResponse(request, "articles/details.html", context, status=409)
    messages.success(request, "Saved.")
    return redirect(changed.article.get_absolute_url())


@team_view(Action.EDIT_ARTICLES)
@require_POST
def remove(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Into the trash, from where it can be taken back. Its notes and cards stay as they are."""
    article = get_object_or_404(Article.objects.removable_by(request.member), pk=article_id)
    article.remove(by=request.user)
    address = reverse("articles:restore", args=[request.member.team.slug, article.pk])
    say_with_undo(request, f"“{article.title}” is in the trash. It can be restored there.", address)
    return redirect("articles:trash", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def restore(request: MemberRequest, article_id: UUID) -> HttpResponse:
    article = get_object_or_404(Article.objects.trash_of(request.member).select_related("team"), pk=article_id)
    stays = article.merged_into
    if changes.restore(article=article):
        moved = f" What hung on it stays with “{stays}”, into which it had been merged." if stays else ""
        messages.success(request, f"“{article.title}” is back in the library.{moved}")
        return redirect(article.get_absolute_url())
    messages.error(request, f"“{article.title}” stays in the trash: the library has the same text again.")
    return redirect("articles:trash", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_safe
def trash(request: MemberRequest) -> HttpResponse:
    """What this member may restore."""
    rows = Article.objects.trash_of(request.member).select_related("deleted_by", "team", "merged_into__team")
    removed = [
        (article, address_above("unmerge", article) if article.merged_into else "")
        for article in rows.order_by("-deleted_at", "pk")[:200]
    ]
    return TemplateResponse(request, "articles/trash.html", {"removed": removed})

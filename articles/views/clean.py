"""Taking one article out as a file of its own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from articles.clean import Clean, clean_page, file_name
from articles.models import Article
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def clean(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """The article alone, with its address, dates and hashes; no notes, no cards, no marks."""
    rows = Article.objects.visible_to(request.member).exclude(current=None).select_related("current")
    file = clean_of(get_object_or_404(rows, pk=article_id))
    return HttpResponse(
        clean_page(file, printed_on=timezone.localdate()),
        headers={
            "Content-Disposition": content_disposition_header(True, file_name(file)) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        },
    )


def clean_of(article: Article) -> Clean:
    """Raises ValueError for an article without a text."""
    current = article.current
    if current is None:
        raise ValueError(f"{article.pk} has no text")
    return Clean(
        title=article.title,
        authors=article.authors,
        published_on=article.published_on,
        publisher=article.publisher,
        url=article.url,
        html=current.html,
        revision=current.number,
        text_sha256=current.sha256,
        original_sha256=current.original_sha256,
    )

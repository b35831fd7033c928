"""Pages about an article or a team in rooms above this one: the site names them in PAGES_ABOVE, this room may not."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from teams.models import Team


def address_above(page: str, article: Article) -> str:
    """The address of that page for the article."""
    return reverse(settings.PAGES_ABOVE[page], args=[article.team.slug, article.pk])


def attached_address(kind: str, article: Article, key: UUID) -> str:
    """The address of a note or card on the article."""
    return reverse(settings.PAGES_ABOVE[kind], args=[article.team.slug, key])


def team_address_above(page: str, team: Team) -> str:
    """The address of that page of the team's."""
    return reverse(settings.PAGES_ABOVE[page], args=[team.slug])

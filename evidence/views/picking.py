"""Sentences with figures or quotations on a topic, each one step from a card."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.search.said import Said, find_sentences
from evidence.cites import cite
from lib.htmx import page
from lib.posted import plain
from teams.access import MemberRequest, team_view
from teams.policy import Action

WHAT = {"figures": "With figures", "quotations": "With quotations"}
MOST = 100


@dataclass(frozen=True)
class Picked:
    """A sentence of the library. `card` is the address of a card's form with the sentence selected."""

    said: Said
    cite: str
    second_hand: bool
    card: str


@team_view(Action.READ)
@require_safe
def sentences(request: MemberRequest) -> HttpResponse:
    """The sentences of the articles that fit `q` best, those with `what` in them."""
    query = plain(request.GET.get("q", ""), 500)
    what = request.GET.get("what", "")
    what = what if what in WHAT else "figures"
    said = find_sentences(member=request.member, query=query, what=what, most=MOST) if query else ()
    context = {
        "query": query,
        "what": what,
        "kinds": [(key, label, "?" + urlencode({"q": query, "what": key})) for key, label in WHAT.items()],
        "picked": [_picked(one) for one in said],
        "most": MOST,
        "tab": "sentences",
    }
    return page(request, "evidence/sentences.html", context, fragment="found")


def _picked(said: Said) -> Picked:
    article = said.article
    asked = urlencode({"what": "card", "number": said.number, "sentence": f"{said.start}-{said.end}"})
    return Picked(
        said=said,
        cite=cite(article.byline, article.publisher, article.published_on),
        second_hand=article.kind == Article.Kind.DIGEST,
        card=f"{reverse('evidence:passage', args=[article.team.slug, article.pk])}?{asked}",
    )

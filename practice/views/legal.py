"""Is it legal: an article's report, and the library's as a whole with the lint of its labels."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from practice.legal.judging import judge, labels_of, number_in_room, rule_set_for
from practice.legal.legality import in_words, room_of
from practice.models import RuleSet
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action

PAGE = 25


@team_view(Action.READ)
@require_safe
def report(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Why this article is or is not legal under the rules that are asked for."""
    rows = Article.objects.visible_to(request.member).select_related("team")
    article = get_object_or_404(rows, pk=article_id)
    chosen = rule_set_for(request.member, request.GET.get("rules", ""))
    context = {**_rules(request.member, chosen), "article": article}
    if chosen:
        context["verdict"] = judge(articles=[article], rule_set=chosen, member=request.member)[0].verdict
    return TemplateResponse(request, "practice/legality.html", context)


@team_view(Action.READ)
@require_safe
def checks(request: MemberRequest) -> HttpResponse:
    """Every article with its verdict, and the labels that may be read as annotations."""
    member = request.member
    chosen = rule_set_for(member, request.GET.get("rules", ""))
    rows = Article.objects.visible_to(member).unarchived().select_related("team").recent_first()
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {**_rules(member, chosen), "shown": shown, "labels": labels_of(member)}
    if chosen:
        context["judged"] = judge(articles=shown, rule_set=chosen, member=member)
        context["allowed"], context["all"] = number_in_room(member=member, rule_set=chosen)
    return TemplateResponse(request, "practice/legal_checks.html", context)


def _rules(member: Membership, chosen: RuleSet | None) -> dict[str, object]:
    """The rule sets to choose from, and what the chosen one says of the room."""
    room = in_words(room_of(chosen.figures, timezone.localdate())) if chosen else ()
    figures = [
        (figure, source) for figure, source in (chosen.sources if chosen else {}).items() if figure in _OF_THE_ROOM
    ]
    return {"rule_sets": RuleSet.objects.for_team(member.team), "chosen": chosen, "room": room, "figures": figures}


_OF_THE_ROOM = frozenset("kinds typing age_days prepared attached url_needed one_colour devices remarks".split())

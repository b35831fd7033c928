"""The desk of the prep room: the outline on the left, the files on the right, one clock above."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from evidence.models import Card
from evidence.reading import read
from lib.htmx import page, wants_fragment
from lib.keys import uuid_of, whole
from practice import files as library
from practice import rounds
from practice.choosing import kept_in
from practice.hearing.focus import in_room
from practice.legal.devices import device_of
from practice.models import PointSource, Round
from practice.outline import points
from practice.outline.forms import OutlineForm
from practice.outline.layouts import labels_of, layout_of
from practice.outline.slots import outline_of
from practice.phases import Phase
from practice.rounds import Refused
from practice.views.gate import own_round, page_of, quiet, refused, to_round
from practice.views.outline import save_all
from practice.words import face
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.PRACTISE)
@require_safe
@never_cache
def prep(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return _desk(request, round_id)


@team_view(Action.PRACTISE)
@require_safe
@never_cache
def files(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The files alone, for a swap; without htmx the whole room."""
    return _desk(request, round_id)


@team_view(Action.PRACTISE)
@require_POST
def open_file(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Open an article or a card in the room, which the round remembers."""
    own = own_round(request, round_id)
    save_all(request, own)
    article, card = _named_file(request, request.POST.get("file", ""))
    rounds.searched(round=own, words=request.POST.get("q", ""), device=device_of(request))
    outcome = rounds.open_file(round=own, article=article, card=card, device=device_of(request))
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    if not wants_fragment(request):
        return _back(request, own, "open", **rounds.named(article, card))
    context = {
        "round": own,
        "opened": _opened(request, article, card),
        "opened_count": len(library.opened(member=request.member, round=outcome.round)),
        "slots": layout_of(own).citing,
    }
    return TemplateResponse(request, "practice/prep.html#open", context)


@team_view(Action.PRACTISE)
@require_POST
def searched(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The words `q` that the page has just found files by, which the round remembers."""
    own = own_round(request, round_id)
    outcome = rounds.searched(round=own, words=request.POST.get("q", ""), device=device_of(request))
    return refused(request, outcome) if isinstance(outcome, Refused) else quiet(request, outcome)


@team_view(Action.PRACTISE)
@require_POST
def attach(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Let a point cite an article or a card. The button says both: `point_1 article:<id>`."""
    own = own_round(request, round_id)
    save_all(request, own)
    slot, _, named = request.POST.get("attach", "").partition(" ")
    label = labels_of(own).get(slot)
    if label is None:
        raise Http404("No such point.")
    article, card = _named_file(request, named)
    outcome = points.attach(round=own, slot=slot, article=article, card=card)
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    return _sources(request, own, slot, f"{outcome.source.cite}: attached to {label}")


@team_view(Action.PRACTISE)
@require_POST
def detach(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Take a source off its point."""
    own = own_round(request, round_id)
    save_all(request, own)
    known = whole(request.POST.get("source", ""), 17)
    source = get_object_or_404(PointSource.objects.select_related("point"), pk=known, point__round=own)
    points.detach(round=own, source=source)
    label = labels_of(own).get(source.point.slot, "the outline")
    return _sources(request, own, source.point.slot, f"{source.cite}: taken off {label}")


def _desk(request: MemberRequest, round_id: UUID) -> HttpResponse:
    own = own_round(request, round_id)
    state = own.clock()
    if state.phase is not Phase.PREP:
        return to_round(request, own, page_of(state))
    get = request.GET
    chosen = get.get("for", "")
    citing = layout_of(own).citing
    context: dict[str, Any] = {
        "round": own,
        "files": library.files(
            member=request.member,
            round=own,
            query=get.get("q", "").replace("\x00", ""),
            show=get.get("show", ""),
            kind=get.get("kind", ""),
            picking=bool(chosen),
        ),
        "for_slot": next((slot for slot in citing if slot.name == chosen), None),
        "slots": citing,
    }
    if not wants_fragment(request):
        context |= {
            "clock": face(state, own.figures),
            "version": len(own.happened),
            "kept": kept_in(own),
            "focus": in_room(own),
            "outline": outline_of(own),
            "outline_form": OutlineForm(member=request.member, round=own),
            "tab": uuid4(),
            "opened": _opened(request, *_asked_file(request, own)),
        }
    return page(request, "practice/prep.html", context, fragment="hits")


def _named_file(request: MemberRequest, named: str) -> tuple[Article | None, Card | None]:
    """The file that a button names as `article:<id>` or `card:<id>`; 404 for one that may not be seen."""
    kind, _, pk = named.partition(":")
    return _file(request, kind, pk)


def _asked_file(request: MemberRequest, own: Round) -> tuple[Article | None, Card | None]:
    """The file in the room's address, if any. In legal mode only what the round's events name as opened."""
    for kind in ("article", "card"):
        if request.GET.get(kind):
            if own.in_legal_mode and not library.was_opened(own, kind, request.GET[kind], device_of(request)):
                raise Http404("It was not opened in this round.")
            return _file(request, kind, request.GET[kind])
    return None, None


def _file(request: MemberRequest, kind: str, pk: str) -> tuple[Article | None, Card | None]:
    known = uuid_of(pk)
    if known is None:
        raise Http404("No such file.")
    if kind == "article":
        articles = Article.objects.visible_to(request.member).select_related("current", "team")
        return get_object_or_404(articles, pk=known), None
    if kind == "card":
        cards = Card.objects.visible_to(request.member).select_related("article__team", "owner")
        return None, get_object_or_404(cards, pk=known)
    raise Http404("No such kind of file.")


def _opened(request: MemberRequest, article: Article | None, card: Card | None) -> dict[str, Any] | None:
    if card:
        return {"card": card, "article": card.article, "file": f"card:{card.pk}", "title": card.tag}
    if article is None:
        return None
    reading = read(article=article, member=request.member, beside=False)
    return {"article": article, "reading": reading, "file": f"article:{article.pk}", "title": article.title}


def _back(request: MemberRequest, own: Round, anchor: str, **query: str) -> HttpResponse:
    """To the room after a button without htmx, with the search as it was."""
    kept = {name: request.POST[name] for name in ("q", "show") if request.POST.get(name)}
    response = to_round(request, own, "practice:prep")
    response["Location"] = f"{response['Location']}?{urlencode({**kept, **query})}#{anchor}"
    return response


def _sources(request: MemberRequest, own: Round, slot: str, said: str) -> HttpResponse:
    """The sources of one point, swapped in wherever the button stood."""
    if not wants_fragment(request):
        return _back(request, own, f"sources-{slot}")
    outline = outline_of(own)
    context = {
        "round": own,
        "slot": outline.slot(slot),
        "outline": outline,
        "said": said,
        "swap": True,
    }
    return TemplateResponse(request, "practice/_sources.html", context)

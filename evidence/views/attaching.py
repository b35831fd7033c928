"""Attaching a note or a card: choosing the passage, the form, storing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from articles.models import Article
from evidence.attaching import Attachment, Selection, attach_card, attach_note, find
from evidence.cites import cite, quoted
from evidence.forms import CardForm, NoteForm, PassageForm
from evidence.likeness import alike
from evidence.marking import toggle_mark
from evidence.models import Card, Note
from evidence.originals import SecondHand, second_hand
from evidence.placing import newest
from evidence.reading import Block, annotate, read
from evidence.views.reading import article_or_404
from lib.htmx import page, wants_fragment
from lib.posted import posted, sent
from lib.text import sentences
from teams.access import MemberRequest, team_view
from teams.policy import Action

FORMS: dict[str, type[NoteForm] | type[CardForm]] = {"note": NoteForm, "card": CardForm}


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Choose a passage without selecting it; with `what`, the form for the passage that was chosen. Stores nothing.

    `sentence` names code points of the revision `number`, as in `?what=card&number=1&sentence=120-180`.
    """
    article = article_or_404(request.member, article_id)
    asked = sent(request)
    what = asked.get("what", "note" if request.method == "POST" else "")
    if what not in FORMS:
        return _choose(request, article)
    form, current = PassageForm(asked), newest(article)
    selection = form.chosen(article.revisions.filter(number=form.stated_number()).first() or current)
    if selection is None and what == "card":
        return _choose(request, article, fault="Tick a sentence or type some words first: a card needs a quotation.")
    found = find(article, selection) if selection else None
    values: dict[str, Any] = {"number": current.number, "exact": selection.exact if selection else ""}
    if found:
        quote, values["number"] = found.quote, found.revision.number
        values |= {"exact": quote.exact, "before": quote.prefix, "after": quote.suffix, "start": quote.start}
    if what == "card":
        own = Card.objects.visible_to(request.member).for_article(article).filter(owner=request.user)
        before = own.newest_first().first()
        values["cite"] = before.cite if before else cite(article.byline, article.publisher, article.published_on)
    return _ask(request, article, what, FORMS[what](initial=values), selection, placed=found is not None)


def _choose(request: MemberRequest, article: Article, fault: str = "") -> HttpResponse:
    reading = read(article=article, member=request.member)
    wanted = request.GET.get("block", "") or request.POST.get("block", "")
    blocks = [b for b in reading.blocks if str(b.number) == wanted] or list(reading.blocks)
    context = {
        "article": article,
        "form": PassageForm(posted(request)),
        "choices": [choice for block in blocks for choice in _sentences(article, block)],
        "ticked": set(request.POST.getlist("sentence")),
        "fault": fault,
        "block": wanted,
    }
    return TemplateResponse(request, "evidence/passage.html", context, status=422 if fault else 200)


def _sentences(article: Article, block: Block) -> list[tuple[str, str]]:
    """("120-180", the sentence) for each sentence of the block."""
    text = newest(article).text[block.start : block.end]
    return [(f"{block.start + low}-{block.start + high}", text[low:high]) for low, high in sentences(text)]


def _ask(
    request: MemberRequest,
    article: Article,
    what: str,
    form: NoteForm | CardForm,
    selection: Selection | None,
    *,
    placed: bool,
    status: int = 200,
) -> HttpResponse:
    quotation = (form.data.get("exact") if form.is_bound else form.initial.get("exact")) or ""
    context = {
        "article": article,
        "what": what,
        "form": form,
        "quotation": quoted(quotation) if quotation else "",
        "lost": selection is not None and not placed,
        "action": f"evidence:add_{what}",
    }
    if what == "card" and quotation:
        context |= {
            "alike": alike(member=request.member, quotation=quotation),
            "second_hand": _second_hand(request, article, selection),
        }
    return page(request, "evidence/attach.html", context, fragment="attach-form", status=status)


def _second_hand(request: MemberRequest, article: Article, selection: Selection | None) -> SecondHand | None:
    found = find(article, selection) if selection else None
    if found is None:
        return None
    return second_hand(article, request.member, found.revision.text, found.quote.start, found.quote.end)


@team_view(Action.WRITE)
@require_POST
def add_note(request: MemberRequest, article_id: UUID) -> HttpResponse:
    article = article_or_404(request.member, article_id)
    form = NoteForm(request.POST)
    selection = form.selection()
    if not form.is_valid():
        placed = selection is not None and find(article, selection) is not None
        return _ask(request, article, "note", form, selection, placed=placed, status=422)
    asked = form.cleaned_data
    done = attach_note(
        member=request.member,
        article=article,
        selection=selection,
        body=asked["body"],
        visibility=asked["visibility"],
        tags=asked["tags"],
        client_id=asked["client_id"],
    )
    return _attached(request, article, done)


@team_view(Action.WRITE)
@require_POST
def add_card(request: MemberRequest, article_id: UUID) -> HttpResponse:
    article = article_or_404(request.member, article_id)
    form = CardForm(request.POST)
    selection = form.selection()
    if form.is_valid() and selection is None:
        form.add_error(None, "A card needs a quotation: select a passage of the article first.")
    if not form.is_valid() or selection is None:
        placed = selection is not None and find(article, selection) is not None
        return _ask(request, article, "card", form, selection, placed=placed, status=422)
    asked = {name: form.cleaned_data[name] for name in ("tag", "cite", "kind", "analysis", "visibility", "client_id")}
    return _attached(
        request, article, attach_card(member=request.member, article=article, selection=selection, **asked)
    )


@team_view(Action.WRITE)
@require_POST
def mark(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Mark the passage without a word, or take one's mark off it."""
    article = article_or_404(request.member, article_id)
    form = PassageForm(request.POST)
    selection = form.chosen(article.revisions.filter(number=form.stated_number()).first() or newest(article))
    if selection is None:
        return _choose(request, article, fault="Tick a sentence or type some words first: a mark needs a passage.")
    done = toggle_mark(member=request.member, article=article, selection=selection)
    return _swapped(request, article, done.note, "Marked." if done.stands else "The mark is taken off.", stay=True)


def _attached(request: MemberRequest, article: Article, done: Attachment[Note] | Attachment[Card]) -> HttpResponse:
    row = done.row
    said = (
        f"{row.KIND.capitalize()} saved."
        if done.placed or not row.quotation
        else (f"{row.KIND.capitalize()} saved without a place: its words were not found in the text.")
    )
    return _swapped(request, article, row, said)


def _swapped(
    request: MemberRequest, article: Article, row: Note | Card, said: str, *, stay: bool = False
) -> HttpResponse:
    """For htmx the blocks that changed and what stands beside them; else back to the passage.

    `stay`: focus and selection stay where they are.
    """
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(reverse("evidence:reader", args=[request.member.team.slug, article.pk]) + f"#{row.anchor}")
    article = article_or_404(request.member, article.pk)
    reading = read(article=article, member=request.member)
    touched = reading.touched(annotate([row], newest(article), request.member)[0].place)
    context = {"reading": reading, "article": article, "touched": touched, "oob": True}
    response = TemplateResponse(request, "evidence/_changed.html", context)
    told = {"id": row.anchor, "say": said} | ({"stay": True} if stay else {})
    return trigger_client_event(response, "extemp:attached", told, after="settle")

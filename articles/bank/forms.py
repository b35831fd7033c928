"""What people type about questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from articles.bank.changing import Details
from articles.bank.levels import LABELS
from articles.bank.lists import MOST, Offer, offers
from articles.fields import TextField
from articles.forms import FiledForm
from articles.ingest.draft import QuestionDraft
from articles.ingest.fitting import AREA, FROM, QUESTION
from articles.models import Area, Question, Side
from teams.models import Membership, Team

_SIDES = [("", "Not said"), *Side.choices]
_LEVELS = [("", "Not said"), *((level.value, said) for level, said in LABELS.items())]


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class AboutForm(FiledForm):
    """Where questions are from and where they belong."""

    side = forms.ChoiceField(choices=_SIDES, required=False)
    source = forms.CharField(max_length=FROM, required=False, help_text="The list, tournament or person it is from.")
    asked_on = _day(label="Date")
    difficulty = forms.ChoiceField(choices=_LEVELS, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, areas: Sequence[Area] = (), initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.offer_areas(areas)


class ListForm(AboutForm):
    """A list of questions: pasted, or in files beside this form; what holds for all of it."""

    field_order = ["pasted", "side", "source", "asked_on", "difficulty", "areas", "new_area"]

    pasted = TextField(
        rows=8,
        required=False,
        max_length=200_000,
        label="Questions",
        help_text="One a line, numbered or not; a “Speaker 1” sheet; a table with commas or tabs.",
    )


class QuestionForm(AboutForm):
    """One question of the bank."""

    field_order = ["text", "side", "source", "asked_on", "difficulty", "areas", "new_area"]

    text = forms.CharField(max_length=QUESTION, label="Question", widget=forms.Textarea(attrs={"rows": 3}))

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def details(self, team: Team) -> Details:
        return Details(
            text=self.cleaned_data["text"],
            side=self.cleaned_data["side"],
            source=self.cleaned_data["source"],
            asked_on=self.cleaned_data["asked_on"],
            areas=tuple(self.chosen_areas(team)),
            difficulty=self.cleaned_data["difficulty"],
        )


class RowForm(forms.Form):
    """One question of a list that was read. A row that is not taken is not checked, and stays as typed."""

    take = forms.BooleanField(required=False, initial=True, label="Add")
    text = forms.CharField(
        max_length=QUESTION, label="Question", widget=forms.Textarea(attrs={"rows": 2, "class": "lines"})
    )
    side = forms.ChoiceField(choices=_SIDES, required=False)
    area = forms.CharField(max_length=AREA, required=False, widget=forms.TextInput(attrs={"list": "areas"}))
    source = forms.CharField(max_length=FROM, required=False)
    asked_on = _day(label="Date")
    difficulty = forms.ChoiceField(choices=_LEVELS, required=False)

    @property
    def taken(self) -> bool:
        return bool(self["take"].value())

    def full_clean(self) -> None:
        if self.is_bound and not self.taken:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {"take": False}
            return
        super().full_clean()

    def draft(self) -> QuestionDraft:
        typed = self.cleaned_data
        text = " ".join(typed["text"].split())
        said = (typed[name] for name in ("side", "area", "source", "asked_on", "difficulty"))
        return QuestionDraft(text, *said)


RowForms = forms.formset_factory(RowForm, extra=0, max_num=MOST, absolute_max=MOST + 1, validate_max=True)


def typed_of(draft: QuestionDraft) -> dict[str, Any]:
    """A question that was read, as its row begins."""
    names = ("text", "side", "area", "source", "asked_on", "difficulty")
    return {name: getattr(draft, name) for name in names}


def first_rows(found: Sequence[Offer]) -> Any:
    """The rows as they are first shown: what is nearly there already is not ticked."""
    return RowForms(initial=[typed_of(offer.draft) | {"take": not offer.near} for offer in found])


def beside(rows: Any, *, member: Membership) -> list[tuple[Any, Offer]]:
    """Each row with what the bank has like it, by the wording that is typed now."""
    drafts = [QuestionDraft(row["text"].value() or "") for row in rows]
    return list(zip(rows, offers(member=member, drafts=drafts), strict=True))


def taken(rows: Any) -> list[QuestionDraft]:
    """The ticked rows, as corrected. Every row is valid."""
    return [row.draft() for row in rows if row.taken]


def about(question: Question) -> dict[str, Any]:
    """A question that stands, as its form begins."""
    return {
        "text": question.text,
        "side": question.side,
        "source": question.source,
        "asked_on": question.asked_on,
        "difficulty": question.difficulty,
        "areas": [area.slug for area in question.areas.all()],
    }

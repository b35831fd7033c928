"""What is typed about a card that is there: its text, its quotation, its cites, its marks, how fast it is read."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.http import QueryDict

from articles.models import Area, Question
from evidence.attaching import MOST
from evidence.cites import Cites
from evidence.citing import FIELDS
from evidence.editing import Filed
from evidence.forms import CardForm, card_values
from evidence.models import Card
from evidence.spans import Level
from evidence.wording import MOST_MARKS, Change, quote
from lib.fields import RowsField
from lib.keys import as_uuids
from teams.models import Membership

CLEAR = "clear"
LEVELS = [*((level.value, level.value.capitalize()) for level in Level), (CLEAR, "Nothing")]
QUESTIONS = 30


class CardEdit(CardForm):
    """A card being changed. The quotation must be that of its passage, but for what is marked."""

    quotation = forms.CharField(
        label="Quotation",
        help_text="Word for word. Put … where you leave words out, and words of your own in [brackets].",
        required=False,
        max_length=MOST + 10 * MOST_MARKS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    cite = forms.CharField(
        label="Cite in one line",
        max_length=300,
        widget=forms.TextInput(attrs={"maxlength": 300}),
        error_messages={"required": "Say who wrote it, where and when."},
    )
    cite_spoken = forms.CharField(label="Cite aloud", max_length=300, required=False)
    cite_mla = forms.CharField(
        label="Cite for a list of works (MLA)",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    areas = RowsField(Area.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Areas")
    questions = RowsField(
        Question.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Speaks to these questions"
    )

    look_for = forms.CharField(label="Look for other questions", required=False, max_length=200)

    def __init__(self, data: Mapping[str, Any] | None, *, card: Card, member: Membership, made: Cites) -> None:
        self.card, self.made, self.member = card, made, member
        super().__init__(data, auto_id="id_%s", initial=self._stored())
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.filter(team=member.team)
        questions: Any = self.fields["questions"]
        self.found = self._found(data.get("look_for", "") if data else "")
        ticked = as_uuids(data.getlist("questions")) if isinstance(data, QueryDict) else []
        questions.queryset = questions_for(card, member, also=[*self.found, *ticked])

    def _found(self, typed: str) -> list[UUID]:
        rows = Question.objects.visible_to(self.member).filter(retired_at=None).with_words(typed[:200])
        return list(rows.order_by("-created_at", "pk").values_list("pk", flat=True)[:QUESTIONS]) if typed else []

    @property
    def looked(self) -> str:
        """What came of looking for other questions."""
        typed = self["look_for"].value()
        if not typed:
            return ""
        if not self.found:
            return f"No question says “{typed}”."
        return f"{len(self.found)} that say “{typed}” are among those above." + (
            " There may be more: type more words." if len(self.found) == QUESTIONS else ""
        )

    def _stored(self) -> dict[str, Any]:
        values = card_values(self.card) | {"quotation": self.card.quotation}
        for name, made in self._made().items():
            values[name] = getattr(self.card, name) or made
        return values | {"areas": self.card.areas.all(), "questions": self.card.questions.all()}

    def _made(self) -> dict[str, str]:
        return {name: getattr(self.made, kind) for name, kind in FIELDS.items()}

    @property
    def resettable(self) -> list[str]:
        """The cites whose text here is not what the article gives."""
        return [name for name, made in self._made().items() if made and (self[name].value() or "").strip() != made]

    def clean_quotation(self) -> str:
        """In the article's own letters. A form that does not speak of it leaves it as it is."""
        if "quotation" not in self.data:
            return self.card.quotation
        typed = self.cleaned_data["quotation"].replace("\r\n", "\n")
        if not typed.strip():
            raise forms.ValidationError("A card needs a quotation. To be rid of the card, remove it.")
        if self.card.passage is None or typed == self.card.quotation:
            return typed
        found = quote(self.card.passage.exact, typed)
        if isinstance(found, Change):
            raise forms.ValidationError(str(found))
        return found

    def said(self) -> dict[str, Any]:
        """What `evidence.editing.edit_card` stores. A cite that is as the article gives it goes on following it."""
        said = {name: self.cleaned_data[name] for name in ("tag", "cite", "kind", "analysis", "visibility")}
        for name in ("cite_spoken", "cite_mla"):
            text = " ".join(self.cleaned_data[name].split()) if name in self.data else getattr(self.card, name)
            said[name] = "" if text == self._made()[name] else text
        return said | {"quotation": self.cleaned_data["quotation"]}

    def unbound(self) -> "CardEdit":
        """The same form as it was typed, with no word of what is wrong: nobody has sent it yet."""
        self.is_valid()
        self._errors = ErrorDict()
        return self

    @property
    def stood(self) -> Filed | None:
        """Where the card stood when the form was made; None where the form does not say."""
        if "filed" not in self.data:
            return None
        keys = self.data["filed"].replace("\x00", "").split()
        return Filed({int(key) for key in keys if key.isascii() and key.isdigit()}, set(as_uuids(keys)))

    @property
    def filed(self) -> str:
        """`stood` as the form carries it."""
        if "filed" in self.data:
            return str(self.data["filed"])
        return " ".join(str(row.pk) for rows in (self.initial["areas"], self.initial["questions"]) for row in rows)

    def with_reset(self, name: str) -> "CardEdit":
        """The same form, this cite as the article gives it."""
        return self.with_values({name: ""} if name in FIELDS else {})

    def with_values(self, values: Mapping[str, str]) -> "CardEdit":
        """The same form with these in the place of what was typed; an empty cite is as the article gives it."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for name, value in values.items():
            data[name] = value or self._made().get(name, "")
        return CardEdit(data, card=self.card, member=self.member, made=self.made)


def questions_for(card: Card, member: Membership, *, also: Iterable[UUID] = ()) -> Any:
    """The questions that a card may be said to speak to: its own, its article's, the newest of its areas, and those
    that were looked for or are ticked."""
    seen = Question.objects.visible_to(member)
    of_article = card.article.questions.values("pk") if card.article else Question.objects.none().values("pk")
    newest = seen.filter(retired_at=None, areas__in=card.areas.all()).order_by("-created_at", "pk").distinct()
    keys = [*newest.values_list("pk", flat=True)[:QUESTIONS], *also]
    near = Q(pk__in=card.questions.values("pk")) | Q(pk__in=of_article) | Q(pk__in=keys)
    return seen.filter(near).order_by("-created_at", "pk")


class CutForm(forms.Form):
    """Words of a quotation and what is done with them. One word alone is the first of a range."""

    word = forms.IntegerField(min_value=0)
    first = forms.IntegerField(min_value=0, required=False)
    level = forms.ChoiceField(choices=LEVELS, initial=Level.UNDERLINE)


class PaceForm(forms.Form):
    """How fast one speaks."""

    words_per_minute = forms.IntegerField(
        label="Words a minute",
        min_value=60,
        max_value=400,
        error_messages={
            "required": "Type a number.",
            "invalid": "Type a whole number.",
            "min_value": "Nobody speaks that slowly: 60 is the least.",
            "max_value": "400 is the most.",
        },
    )


class CheckForm(forms.Form):
    """What a member found who compared a card with its source."""

    holds = forms.TypedChoiceField(
        label="Does the card say what its source says?",
        choices=[("yes", "Yes, I compared it"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    remark = forms.CharField(label="What is wrong, or what you compared it with", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("holds") is False and not found.get("remark"):
            self.add_error("remark", "Say what is wrong, so that its owner can mend it.")
        return found

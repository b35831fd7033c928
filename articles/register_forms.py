"""What people type about the names that search and reading in know: publishers and synonyms."""

from collections.abc import Iterable
from typing import Any

from django import forms

from articles.fields import LinesField
from articles.ingest.fitting import PUBLISHER
from articles.ingest.register import KINDS, Publication, key
from articles.models import Publisher
from articles.search.folding import folded_words

SPELLING = 60  # characters


class PublisherForm(forms.Form):
    """One entry of a team's register."""

    name = forms.CharField(max_length=PUBLISHER, help_text="As you cite it in writing.")
    spoken = forms.CharField(
        max_length=PUBLISHER, required=False, label="Spoken", help_text="As a speaker says it, if that is longer."
    )
    aliases = LinesField(longest=PUBLISHER, most=30, rows=3, label="Other forms", help_text="One a line: NYT")
    region = forms.CharField(max_length=60, required=False, help_text="A country, a state or a city.")
    kind = forms.ChoiceField(
        required=False, choices=[("", "Not said"), *((kind, kind.capitalize()) for kind in KINDS)]
    )

    def __init__(self, *args: Any, others: Iterable[Publisher], **kwargs: Any) -> None:
        """`others` are the team's entries but the one that is being changed: no form may stand for two."""
        super().__init__(*args, **kwargs)
        self._taken = {key(form): own for own in others for form in (own.name, own.spoken, *own.aliases) if form}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for field, forms_ in (("name", [typed.get("name", "")]), ("aliases", typed.get("aliases", []))):
            for form in forms_:
                own = self._taken.get(key(form)) if form else None
                if own:
                    self.add_error(field, f"“{form}” is a form of “{own}” in your register: change that one.")
        return typed

    def publication(self) -> Publication:
        typed = self.cleaned_data
        name = " ".join(typed["name"].split())
        return Publication(name, typed["spoken"], tuple(typed["aliases"]), typed["region"], typed["kind"])


class GroupsForm(forms.Form):
    """Groups of spellings, one a line with commas between the spellings."""

    groups = LinesField(
        longest=400,
        most=200,
        rows=4,
        label="Spellings that are one",
        help_text="One group a line, with commas between: Zelensky, Zelenskyy, Zelenskiy",
    )

    def clean_groups(self) -> list[tuple[str, ...]]:
        lines: list[str] = self.cleaned_data["groups"]
        if not lines:
            raise forms.ValidationError("Write at least one group.")
        return [_group(line) for line in lines]


class GroupForm(forms.Form):
    """One group of spellings, on a line."""

    words = forms.CharField(
        max_length=400, label="Spellings", help_text="With commas between: Zelensky, Zelenskyy, Zelenskiy"
    )

    def clean_words(self) -> tuple[str, ...]:
        return _group(self.cleaned_data["words"])


def _group(line: str) -> tuple[str, ...]:
    """The spellings of a line; two of them at least must differ for the search."""
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in line.replace("=", ",").split(",") if word.strip()))
    if len({folded_words(word) for word in words} - {()}) < 2:
        raise forms.ValidationError(f"“{line}” is one spelling for the search: a group needs two that differ.")
    for word in words:
        if len(word) > SPELLING:
            raise forms.ValidationError(
                f"“{word[:40]}…” has {len(word)} characters; {SPELLING} is the most in a spelling."
            )
    return words


def publication_values(publication: Publication) -> dict[str, Any]:
    """An entry as the form shows it."""
    return {name: getattr(publication, name) for name in ("name", "spoken", "aliases", "region", "kind")}

"""What people type about articles, questions and areas."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms.utils import ErrorDict

from articles.areas import area_named, slug_of
from articles.fates import ADD, LEAVE, Found
from articles.fields import LinesField, TagsField, TextField
from articles.ingest.draft import Caution, Draft, SourceDraft
from articles.ingest.fitting import NAME, PUBLISHER, QUESTION, TITLE, URL
from articles.ingest.sources import read_sources
from articles.models import Area, Article, Side
from articles.rendering import MAX_CHARACTERS, TooLong, render
from teams.models import Team

_ONLY_WEB = URLValidator(schemes=["http", "https"])
_LONGEST_SOURCE = 1_000


class FiledForm(forms.Form):
    """What is filed under areas: those of the team to tick, and one more by name."""

    areas = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    new_area = forms.CharField(max_length=60, required=False, label="Another area, by name")

    def offer_areas(self, areas: Sequence[Area]) -> None:
        self._team_areas = {area.slug: area for area in areas}
        self.fields["areas"].choices = [(area.slug, area.name) for area in areas]  # type: ignore[attr-defined]
        if not areas:
            del self.fields["areas"]

    def chosen_areas(self, team: Team) -> list[Area]:
        """The areas that were ticked, and the one that was named, made where it is missing."""
        chosen = [self._team_areas[slug] for slug in self.cleaned_data.get("areas", [])]
        if self.cleaned_data["new_area"]:
            named = area_named(team=team, name=self.cleaned_data["new_area"])
            chosen += [] if named in chosen else [named]
        return chosen


class DetailsForm(FiledForm):
    """An article's details."""

    field_order = ["title", "byline", "published_on", "publisher", "url", "kind", "areas", "new_area", "tags"]

    title = forms.CharField(max_length=TITLE)
    byline = LinesField(longest=NAME, most=30, help_text="One author a line.")
    published_on = forms.DateField(
        required=False, label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    publisher = forms.CharField(max_length=PUBLISHER, required=False)
    url = forms.URLField(
        max_length=URL, required=False, label="Web address", assume_scheme="https", validators=[_ONLY_WEB]
    )
    kind = forms.ChoiceField(choices=Article.Kind.choices)
    tags = TagsField(help_text="Countries, people, topics, with commas between them.")
    questions = LinesField(longest=QUESTION, rows=3, help_text="One a line.")
    sources = LinesField(
        longest=_LONGEST_SOURCE,
        rows=4,
        label="Sources",
        help_text="One a line: A. Author, B. Author. Publication address",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        areas: Sequence[Area] = (),
        draft: Draft | None = None,
        filed: Iterable[Area] = (),
        prefix: str | None = None,
    ) -> None:
        """`draft` is what was read or what stands: it fills the form and its warnings stand beside their fields."""
        self.before = draft
        initial = {**(_typed(draft) if draft else {}), "areas": [area.slug for area in filed]}
        super().__init__(data, prefix=prefix, initial=initial)
        self.offer_areas(areas)
        for name, field in self.fields.items():
            field.template_name = "articles/_field.html"  # type: ignore[attr-defined]
            field.cautions = [c for c in (draft.warnings if draft else ()) if c.field == name]  # type: ignore[attr-defined]
            if field.cautions:  # type: ignore[attr-defined]
                about = self[name].auto_id
                field.widget.attrs["aria-describedby"] = f"{about}_helptext {about}_caution"

    @property
    def other_cautions(self) -> list[Caution]:
        """Warnings that concern no field of the form."""
        return [c for c in (self.before.warnings if self.before else ()) if c.field not in self.fields]

    def draft(self) -> Draft:
        """What was typed, as a draft. A warning goes when the field it concerns was changed."""
        typed = self.cleaned_data
        known = {_line(source): source for source in (self.before.sources if self.before else ())}
        warnings = self.before.warnings if self.before else ()
        return Draft(
            title=typed["title"],
            byline=tuple(typed["byline"]),
            published_on=typed["published_on"],
            publisher=typed["publisher"],
            url=typed["url"],
            kind=typed["kind"],
            body=typed.get("body", ""),
            questions=tuple(typed["questions"]),
            sources=tuple(
                source
                for line in typed["sources"]
                for source in ((known[line],) if line in known else read_sources(line))
            ),
            warnings=tuple(caution for caution in warnings if caution.field not in self.changed_data),
            analysis=self.before.analysis if self.before else "",
            tags=tuple(typed["tags"]),
        )


class DraftForm(DetailsForm):
    """A draft before it is stored: its details and its text. What is not taken is not checked, and stays as typed.

    Where the library has something like it (`found`), what shall become of it is chosen instead of ticked.
    """

    take = forms.BooleanField(required=False, initial=True, label="Add this article")
    body = TextField(
        max_length=MAX_CHARACTERS, label="Text", help_text="Markdown; a blank line between paragraphs.", rows=14
    )
    fate = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="What shall become of it?",
        error_messages={
            "required": "Choose what shall become of this one.",
            "invalid_choice": "That choice is gone: the other article has changed since. Look again and choose.",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, found: Found | None = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.found = found or Found()
        if self.found.choices:
            self.fields["fate"].choices = self.found.choices  # type: ignore[attr-defined]
            self.initial["fate"] = self.found.likeliest
        else:
            del self.fields["fate"]

    @property
    def chosen(self) -> str:
        """What was chosen; where there was no choice yet, the tick. Empty where it has to be asked."""
        sent = str(self.data.get(self.add_prefix("fate")) or "") if self.is_bound else self.initial.get("fate", "")
        asked = self.add_prefix("asked") in self.data
        return sent or ("" if asked else ADD if self["take"].value() else LEAVE)

    @property
    def taken(self) -> bool:
        return self.chosen != LEAVE

    def full_clean(self) -> None:
        if self.is_bound and not self.taken:
            self._errors, self.cleaned_data = ErrorDict(), {"take": False}
            return
        super().full_clean()

    @property
    def overtaken(self) -> bool:
        """What was chosen was made from a state of the library that is gone."""
        return self.has_error("fate", "invalid_choice")

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].strip("\n")
        try:
            text = render(body).text
        except TooLong as error:
            raise forms.ValidationError(str(error)) from error
        if not text.strip():
            raise forms.ValidationError("There is no text to read in this.")
        return body


class AreaForm(forms.ModelForm):
    """`others` are the areas whose names are taken; `same` is the one whose name was typed."""

    same: Area | None = None

    class Meta:
        model = Area
        fields = ["name", "side"]

    def __init__(self, *args: Any, others: Sequence[Area] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = {area.slug: area for area in others}
        self.fields["side"].choices = [("", "Neither side"), *Side.choices]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        self.same = self._others.get(slug_of(name))
        if self.same:
            raise forms.ValidationError(f"There is “{self.same}” already.")
        return name


def draft_of(article: Article) -> Draft:
    """An article that stands, as a draft without its text: what the details form begins with."""
    return Draft(
        title=article.title,
        byline=tuple(article.byline),
        published_on=article.published_on,
        publisher=article.publisher,
        url=article.url,
        kind=article.kind,
        body="",
        questions=tuple(q.text for q in article.questions.filter(deleted_at=None).order_by("created_at", "pk")),
        sources=tuple(
            SourceDraft(tuple(source.authors), source.publication, source.url, source.text)
            for source in article.sources.all()
        ),
        warnings=tuple(Caution(**caution) for caution in article.cautions),
        analysis=article.analysis,
        tags=tuple(article.tags),
    )


def _typed(draft: Draft) -> dict[str, Any]:
    names = ("title", "byline", "published_on", "publisher", "url", "kind", "body", "questions", "tags")
    return {name: getattr(draft, name) for name in names} | {"sources": [_line(source) for source in draft.sources]}


def _line(source: SourceDraft) -> str:
    """A source as it is typed: the line as printed, and its address where the line does not show it."""
    shown = source.text if not source.url or source.url in source.text else f"{source.text} {source.url}"
    return " ".join(shown.split())

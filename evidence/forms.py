"""What is typed about a passage: where it is, the note, the card, the corrected text, the search."""

import uuid
from typing import Any

from django import forms

from articles.fields import TagsField
from articles.models import Area, Revision
from articles.rendering import MAX_CHARACTERS, TooLong, render
from evidence.attaching import MOST, Selection
from evidence.models import Card, Note
from evidence.typed import between, context, joined
from lib.fields import RowsField
from lib.keys import uuid_of
from teams.access import Visibility
from teams.models import Membership


def _hidden() -> forms.Field:
    """A field without a check: nobody could mend what they cannot see."""
    return forms.Field(widget=forms.HiddenInput, required=False)


class SelectionForm(forms.Form):
    """A selection, as a script or a form of ours sends it. Nothing in it can make a note fail."""

    exact = _hidden()
    before = _hidden()
    after = _hidden()
    start = _hidden()
    number = _hidden()

    def selection(self) -> Selection | None:
        """What is to be looked for; None where nothing was selected. Never raises."""
        value = {
            name: self.data.get(name, "").replace("\x00", "")
            for name in ("exact", "before", "after", "start", "number")
        }
        if not value["exact"].strip():
            return None
        return Selection(
            exact=value["exact"][:MOST],
            prefix=value["before"][-200:],
            suffix=value["after"][:200],
            start=_whole(value["start"]),
            number=_whole(value["number"]),
        )


def _whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else None


class PassageForm(SelectionForm):
    """A passage chosen without script: ticked sentences, or typed words."""

    sentence = forms.CharField(required=False)
    typed = forms.CharField(
        label="Or type or paste the passage",
        help_text="Its first and last words will do, with … between them.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def stated_number(self) -> int:
        """The revision that the sentences were ticked in; 0, which no article has, where it is not said."""
        return _whole(self.data.get("number", "")) or 0

    def chosen(self, revision: Revision) -> Selection | None:
        """The passage in whichever way it was named."""
        text = revision.text
        typed = self.data.get("typed", "").replace("\x00", "").strip()
        if typed:
            return Selection(exact=between(text, typed)[:MOST])
        ticked = self.data.getlist("sentence") if hasattr(self.data, "getlist") else []
        span = joined(ticked, text)
        if span:
            prefix, suffix = context(text, *span)
            return Selection(text[slice(*span)], prefix, suffix, span[0], revision.number)
        return self.selection()


class ClientIdField(forms.Field):
    """A new id where it is missing or nonsense: nobody could mend what they cannot see."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> uuid.UUID:
        return uuid_of(value) or uuid.uuid4()


class ClientIdForm(forms.Form):
    """A form that is stored once, however often it arrives."""

    client_id = ClientIdField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        client_id = (kwargs.get("data") or (args[0] if args else None) or {}).get("client_id") or uuid.uuid4()
        # Two forms may be open on one page.
        own = "".join(char for char in str(client_id)[:8] if char.isalnum())
        super().__init__(*args, **{"auto_id": f"id_{own}_%s", **kwargs})
        self.initial.setdefault("client_id", client_id)


class _AttachForm(ClientIdForm, SelectionForm):
    visibility = forms.ChoiceField(label="Who sees it", choices=Visibility.choices, widget=forms.RadioSelect)


class NoteForm(_AttachForm):
    """A new note, or a note being changed."""

    body = forms.CharField(
        label="Note",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write something first."},
    )
    tags = TagsField(label="Tags", help_text="With commas between them.")
    field_order = ["body", "tags", "visibility"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("visibility", Visibility.PRIVATE)


class CardForm(_AttachForm):
    """A new card, or a card being changed."""

    tag = forms.CharField(
        label="Tag",
        help_text="The claim in one sentence, as you would say it.",
        max_length=200,
        error_messages={"required": "Say in one sentence what this proves."},
    )
    cite = forms.CharField(
        label="Cite", max_length=300, error_messages={"required": "Say who wrote it, where and when."}
    )
    kind = forms.ChoiceField(label="Kind", choices=Card.Kind.choices)
    analysis = forms.CharField(
        label="Your analysis", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["tag", "cite", "kind", "analysis", "visibility"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("visibility", Visibility.TEAM)
        self.initial.setdefault("kind", Card.Kind.EXAMPLE)


class VersionForm(forms.Form):
    """Which state of a row the person had before them."""

    version = forms.IntegerField(min_value=0, required=False)

    def stated(self) -> int:
        """0, which no row has, where it is missing or nonsense."""
        return (self.cleaned_data.get("version") if self.is_valid() else 0) or 0


class ReviseForm(forms.Form):
    """The corrected text of an article, as Markdown."""

    markdown = forms.CharField(
        label="Text",
        strip=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        error_messages={"required": "An article needs a text. To take it out of the library, withdraw it instead."},
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def clean_markdown(self) -> str:
        text = self.cleaned_data["markdown"].replace("\r\n", "\n")
        try:
            shown = render(text).text
        except TooLong as error:
            raise forms.ValidationError(str(error)) from error
        if not shown.strip():
            raise forms.ValidationError(self.fields["markdown"].error_messages["required"])
        return text


class SearchForm(forms.Form):
    """The search on the evidence page. What makes no sense is left out, nothing fails."""

    q = forms.CharField(label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(choices=Card.Kind.choices, widget=forms.HiddenInput, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label="Area", empty_label="Any area", required=False)
    checked = forms.ChoiceField(
        label="Checked",
        choices=[("", "Checked or not"), ("yes", "Checked"), ("no", "Not checked"), ("disputed", "Disputed")],
        required=False,
    )
    order = forms.ChoiceField(
        label="Order", choices=[("", "Newest first"), ("used", "Most used first")], required=False
    )
    article = forms.UUIDField(widget=forms.HiddenInput, required=False)
    question = forms.UUIDField(widget=forms.HiddenInput, required=False)
    mine = forms.BooleanField(label="Only mine", required=False)
    lost = forms.BooleanField(label="Without a place", required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["area"].queryset = Area.objects.filter(team=member.team)  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def filtered(self) -> bool:
        return any(self.cleaned_data.values())


class KeepForm(forms.Form):
    """What holds for all cards that are brought in from a file."""

    visibility = forms.ChoiceField(
        label="Who sees them", choices=Visibility.choices, widget=forms.RadioSelect, initial=Visibility.TEAM
    )
    areas = RowsField(
        Area.objects.none(), label="File them under", widget=forms.CheckboxSelectMultiple, required=False
    )
    blocks = forms.BooleanField(label="Put them into blocks, as the headings of the file have them", required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["areas"].queryset = Area.objects.filter(team=member.team)  # type: ignore[attr-defined]


def note_values(note: Note) -> dict[str, Any]:
    """A stored note as a form shows it."""
    return {"body": note.body, "tags": note.tags, "visibility": note.visibility}


def card_values(card: Card) -> dict[str, Any]:
    """A stored card as a form shows it."""
    return {name: getattr(card, name) for name in ("tag", "cite", "kind", "analysis", "visibility")}

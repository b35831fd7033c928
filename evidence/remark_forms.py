"""What is typed in reply to a note or as a comment on a card."""

from typing import Any

from django import forms

from evidence.forms import ClientIdForm
from evidence.models import Card, Note, Remark
from teams.access import Visibility


class RemarkForm(ClientIdForm):
    """A new remark, or one being changed. A comment is seen with its card, so it has no visibility of its own."""

    body = forms.CharField(
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write something first."},
    )
    visibility = forms.ChoiceField(label="Who sees it", choices=Remark.Seen.choices, required=False)

    def __init__(self, *args: Any, about: Note | Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "Reply" if isinstance(about, Note) else "Comment"
        if isinstance(about, Card):
            del self.fields["visibility"]
        elif about.visibility != Visibility.TEAM:
            choices = [choice for choice in Remark.Seen.choices if choice[0] != Visibility.COACHES]
            self.fields["visibility"].choices = choices  # type: ignore[attr-defined]

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Visibility.TEAM

"""What is typed about a block: what it is called and is for, a heading, what is put into it and moved in it."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from articles.models import Area, Question
from evidence.forms import ClientIdField, VersionForm
from evidence.models import Block, Card
from lib.text import fingerprint
from teams.access import Visibility
from teams.models import Membership

OFFERED = 300  # questions, blocks


class BlockForm(forms.Form):
    """A new block, or one being changed. The question is typed, or chosen from those offered."""

    title = forms.CharField(
        label="Title", max_length=160, error_messages={"required": "Say what the cards in it are about."}
    )
    question = forms.CharField(
        label="For the question",
        help_text="Choose it from those offered, or paste it.",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"list": "questions"}),
    )
    area = forms.ModelChoiceField(Area.objects.none(), label="Area", empty_label="None", required=False)
    visibility = forms.ChoiceField(label="Who sees it", choices=Visibility.choices, widget=forms.RadioSelect)
    client_id = ClientIdField()

    def __init__(self, data: Any = None, *, member: Membership, block: Block | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.seen = Question.objects.visible_to(member)
        asked = block.asked if block else None
        self.unseen = asked if asked and not self.seen.filter(pk=asked.pk).exists() else None
        area: Any = self.fields["area"]
        area.queryset = Area.objects.filter(team=member.team)
        self.initial = {"visibility": Visibility.TEAM, "client_id": uuid.uuid4(), **self.initial}
        if block:
            self.initial |= {name: getattr(block, name) for name in ("title", "area", "visibility")}
            self.initial["question"] = "" if self.unseen else asked or ""

    def clean_question(self) -> Question | None:
        typed = self.cleaned_data["question"]
        if not typed:
            return self.unseen  # what cannot be seen is not taken away by leaving it blank
        found: Question | None = self.seen.filter(fingerprint=fingerprint(typed)).first()
        if found is None:
            raise forms.ValidationError("No question of your team reads so. Choose one of those offered.")
        return found

    @property
    def offered(self) -> Any:
        """The questions to choose from, the newest."""
        return self.seen.filter(retired_at=None).order_by("-created_at").values_list("text", flat=True)[:OFFERED]


class HeadingForm(VersionForm):
    heading = forms.CharField(
        label="New heading", max_length=160, error_messages={"required": "Type the heading first."}
    )


@dataclass(frozen=True)
class Move:
    """What a button of the outline says: a step of an entry, "take", "back", "place" before another, or "undo"."""

    word: str
    entry: int = 0
    before: int | None = None
    depth: int = 0


_MOVE = re.compile(r"(undo)|(up|down|in|out|take|back) (\d{1,15})|(place) (\d{1,15}) (\d{1,15}) (\d{1,2})", re.ASCII)


def move_said(value: str) -> Move | None:
    """ "up 12", "place 12 14 1": before 14, one deep; "place 12 0 0": at the end. None for nonsense."""
    said = _MOVE.fullmatch(value)
    if said is None:
        return None
    if said[1]:
        return Move("undo")
    if said[2]:
        return Move(said[2], int(said[3]))
    return Move("place", int(said[5]), int(said[6]) or None, int(said[7]))


class PutForm(forms.Form):
    """Which block cards are put into: one that is there, or a new one."""

    block = forms.ModelChoiceField(Block.objects.none(), label="Block", empty_label="A new block", required=False)
    title = forms.CharField(label="Title of the new block", max_length=160, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, member: Membership, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = Block.objects.editable_by(member).order_by("-updated_at", "pk")
        block: Any = self.fields["block"]
        block.queryset = rows
        self.initial.setdefault("block", rows.first())
        self.initial.setdefault("client_id", uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "block" in found and not found["block"] and not found.get("title"):
            self.add_error("title", "Choose a block, or say what the new one is called.")
        return found


def chosen_cards(keys: list[str], member: Membership) -> list[Card]:
    """The cards of these keys that the member may see, in the order of the keys."""
    wanted = [key for key in dict.fromkeys(keys) if _is_uuid(key)][:OFFERED]
    found = {str(card.pk): card for card in Card.objects.visible_to(member).filter(pk__in=wanted).for_list()}
    return [found[key] for key in wanted if key in found]


def _is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False

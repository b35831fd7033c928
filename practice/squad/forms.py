"""What comes in from the pages of a squad practice."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lib.fields import MomentField, RowsField
from practice.folds import Fold
from practice.forms import DrawForm
from practice.models import Board
from practice.squad.stagger import LONGEST, MOST_SECTIONS, SHORTEST, interval_of
from teams.models import Membership, User
from teams.policy import Role

_SIMULATION = (
    "From their draw to the end of their speech, speakers see what the rules let into the prep room and nothing else. "
    "Leaving it needs the room code. What they open, and on which device, is written down."
)
_ASKS = {
    Board.Asked.NOBODY.value: "nobody asks",
    Board.Asked.PREVIOUS.value: "the speaker before asks",
    Board.Asked.NEXT.value: "the speaker after asks",
}
_LOCAL = "%Y-%m-%dT%H:%M"


def soon() -> datetime:
    """The next five minutes of the clock that leave time to sit down."""
    at = timezone.localtime() + timedelta(minutes=5)
    return at + timedelta(minutes=-at.minute % 5, seconds=-at.second, microseconds=-at.microsecond)


class BoardForm(DrawForm):
    """Everything is set beforehand, so that one press makes the board."""

    visibility = None  # type: ignore[assignment]
    speakers = RowsField(queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple)
    first_draw = MomentField(
        label="First draw",
        input_formats=[_LOCAL, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )
    sections = forms.IntegerField(min_value=1, max_value=MOST_SECTIONS, initial=1)
    interval = forms.IntegerField(
        required=False,
        min_value=int(SHORTEST.total_seconds() // 60),
        max_value=int(LONGEST.total_seconds() // 60),
        label="Minutes between two draws",
        help_text="6 to 12. Left empty, it is what the rules say.",
    )
    asks = forms.ChoiceField(
        choices=Board.Asked.choices, required=False, widget=forms.RadioSelect, label="Questioning after the speech"
    )
    gap = forms.ChoiceField(
        choices=Board.Gap.choices,
        initial=Board.Gap.KEEP,
        widget=forms.RadioSelect,
        label="When somebody does not come",
    )
    by_lot = forms.BooleanField(required=False, initial=True, label="Draw lots for the order")
    one_question = forms.ChoiceField(
        choices=[
            ("", "As the rules say"),
            ("own", "Each speaker draws their own"),
            ("on", "All speak on the same question"),
        ],
        required=False,
        widget=forms.RadioSelect,
        label="The question",
        help_text="The same for all, as in some finals: it is drawn when the first speaker draws, and nobody knows it "
        "before; each prep begins with its draw. Who has spoken keeps it to themselves until the last has drawn.",
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        for name in ("fewer", "shown", "layout", "training", "again", "instead", "kind", "difficulty"):
            self.fields.pop(name, None)
        tournament = kwargs.get("tournament")
        if simulation := self.fields.get("simulation"):
            simulation.help_text = f"{_SIMULATION} For{simulation.help_text.rpartition(' For')[2]}"
        members = list(Membership.objects.in_team(member.team))
        speakers: Any = self.fields["speakers"]
        speakers.queryset = User.objects.filter(pk__in=[m.user_id for m in members]).order_by(
            "display_name", "username"
        )
        going = [one.user_id for one in tournament.going.all()] if tournament else []
        speakers.initial = going or [m.user_id for m in members if m.role != Role.COACH or len(members) == 1]
        self.fields["first_draw"].initial = soon()
        self.fields["sections"].help_text = "Speaker 1 of every section draws at the same time."
        self.fields["first_draw"].help_text = f"It is {timezone.localtime():%H:%M} now ({timezone.localtime():%Z})."

    def how(self) -> Fold:
        words = {
            "by_lot": {"": "in the order of the list", "on": "lots for the order"},
            "one_question": {"own": "each their own question", "on": "one question for all"},
            "asks": {"": "nobody asks", **_ASKS},
            "gap": {
                Board.Gap.KEEP.value: "a no-show leaves a gap",
                Board.Gap.CLOSE.value: "those behind a no-show move up",
            },
            "simulation": {"": "not a simulation", "on": "simulation"},
        }
        return self.folded({name: calls for name, calls in words.items() if name in self.fields})

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        del given["within"]
        rule_set, speakers = given.get("rule_set"), given.get("speakers")
        if speakers is not None and given.get("sections", 1) > len(speakers):
            self.add_error("sections", f"There are fewer speakers ({len(speakers)}) than sections.")
        if rule_set is None or self.errors.get("interval"):
            return given
        if not given.get("one_question"):
            given["one_question"] = "on" if rule_set.figures.same_question else "own"
        given["one_question"] = given["one_question"] == "on"
        asked = bool(given.get("asks"))
        if asked and not rule_set.figures.asked_for:
            self.add_error("asks", "These rules do not say how long questioning is. Choose others, or let nobody ask.")
        minutes = given.get("interval")
        interval = timedelta(minutes=minutes) if minutes else interval_of(rule_set.figures, asked=asked)
        if interval is None:
            self.add_error("interval", "These rules name no interval. Say how many minutes.")
        elif not SHORTEST <= interval <= LONGEST:
            self.add_error("interval", "It must be between 6 and 12 minutes.")
        given["interval"] = interval
        return given

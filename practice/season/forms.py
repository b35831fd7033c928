"""What comes in from the pages of the season."""

import re
from typing import Any

from django import forms
from django.db.models import Q

from articles.areas import area_named, slug_of
from articles.models import Area, Side
from lib.fields import DayField, RowsField
from practice.models import RuleSet, Tournament
from practice.season.extra import LEAST, MOST
from practice.season.planning import Plan
from teams.models import Membership, User
from teams.policy import Role

_MOST_AREAS = 60
_NUMBER = re.compile(r"^\s*(?:[-*•–]\s*|(?:rounds?\s*)?\d{1,2}\s*[.):–-]\s*|rounds?\s+\d{1,2}\s+)+", re.I)


_FACTORS = [
    (percent, f"×{percent / 100:g}" if percent > LEAST else "as the rules say")
    for percent in range(LEAST, MOST + 1, 5)
]


def area_names(text: str) -> list[str]:
    """One name a line, numbers and bullets taken off ("Round 3: Africa", "2. Courts"), each once, in their order."""
    lines = (" ".join(_NUMBER.sub("", line).split()) for line in text.splitlines())
    return list({slug_of(line): line for line in reversed([line for line in lines if line])}.values())[::-1]


class TournamentForm(forms.Form):
    """A tournament, as its invitation says it."""

    name = forms.CharField(max_length=120, label="Name")
    place = forms.CharField(max_length=120, required=False, label="Place")
    first_day = DayField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last_day = DayField(
        required=False,
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Left empty, it is one day.",
    )
    rule_set = forms.ModelChoiceField(
        queryset=RuleSet.objects.none(), required=False, label="Rules", empty_label="Not known yet"
    )
    side = forms.ChoiceField(
        choices=[("", "Both"), *Side.choices], required=False, label="Side", widget=forms.RadioSelect
    )
    areas = forms.CharField(
        required=False,
        max_length=5000,
        label="Published areas",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="One a line; in the order of the rounds, where that is known. Numbers and bullets do not matter.",
    )
    make_areas = forms.BooleanField(required=False, label="Make areas of the names that the team does not have")
    goers = RowsField(
        queryset=User.objects.none(),
        required=False,
        label="Who goes",
        widget=forms.CheckboxSelectMultiple,
        help_text="With nobody ticked, it stands on everybody’s first page.",
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, member: Membership, tournament: Tournament | None = None) -> None:
        super().__init__(data, initial=_initial(tournament) if tournament else {})
        self.member = member
        rule_set: Any = self.fields["rule_set"]
        kept = Q(pk=tournament.rule_set_id) if tournament and tournament.rule_set_id else Q(pk=None)
        offered = RuleSet.objects.for_team(member.team).values("pk")
        rule_set.queryset = RuleSet.objects.filter(Q(pk__in=offered) | kept).order_by("position", "name")
        members = list(Membership.objects.in_team(member.team))
        gone = [one.user_id for one in tournament.going.all()] if tournament else []
        goers: Any = self.fields["goers"]
        users = [one.user_id for one in members if one.role != Role.COACH or len(members) == 1]
        goers.queryset = User.objects.filter(pk__in=[*users, *gone]).order_by("display_name", "username")
        names = [area.name for area in Area.objects.filter(team=member.team)]
        if names:
            self.fields["areas"].help_text += f" The team has: {', '.join(names)}."
        self.unknown: list[str] = []

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first_day"), given.get("last_day")
        if first and not last and "last_day" not in self.errors:
            given["last_day"] = first
        elif first and last and last < first:
            self.add_error("last_day", f"It is before the first day, {first:%b} {first.day}.")
        self._read_areas(given)
        return given

    def _read_areas(self, given: dict[str, Any]) -> None:
        names = area_names(given.get("areas") or "")
        slugs = [slug_of(name) for name in names]
        known = {area.slug: area for area in Area.objects.filter(team=self.member.team, slug__in=slugs)}
        self.unknown = [name for name, slug in zip(names, slugs, strict=True) if slug not in known]
        if len(names) > _MOST_AREAS:
            self.add_error("areas", f"There are {len(names)} lines; {_MOST_AREAS} is the most.")
        elif long := [name for name in self.unknown if len(name) > 60]:
            self.add_error("areas", f"“{long[0][:40]}…” is longer than 60 characters.")
        elif self.unknown and not given.get("make_areas"):
            said = ", ".join(f"“{name}”" for name in self.unknown)
            self.add_error("areas", f"The team has no area {said}. Correct the name, or tick below to make it.")

    def plan(self) -> Plan:
        """What was typed, its areas made where they were missing. The form must be valid."""
        told = self.cleaned_data
        team, side = self.member.team, told["side"]
        areas = tuple(area_named(team=team, name=name, side=side) for name in area_names(told["areas"]))
        named = ("name", "place", "first_day", "last_day", "rule_set", "side")
        return Plan(**{name: told[name] for name in named}, areas=areas, goers=tuple(told["goers"]))


class ExtraForm(forms.Form):
    """Extra time, in percent."""

    prep = forms.TypedChoiceField(choices=_FACTORS, coerce=int, label="Prep")
    speech = forms.TypedChoiceField(choices=_FACTORS, coerce=int, label="Speech")


def _initial(tournament: Tournament) -> dict[str, Any]:
    plain = ("name", "place", "first_day", "last_day", "rule_set", "side", "version")
    return {
        **{name: getattr(tournament, name) for name in plain},
        "areas": "\n".join(area.name for area in tournament.areas),
        "goers": [one.user_id for one in tournament.going.all()],
    }

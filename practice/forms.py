"""What comes in from the pages of a round."""

from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from articles.bank.kinds import LABELS
from articles.bank.levels import HARDER
from articles.bank.levels import LABELS as LEVELS
from articles.models import Area, Question, Side
from lib.fields import RowsField
from practice.folds import Fold, fold
from practice.legal.legality import speaks_of_the_room
from practice.models import RuleSet, Tournament
from practice.outline.layout import Layout
from practice.outline.layouts import last_layout, layouts_for, shipped
from practice.rule_sets.presets import QUICK
from practice.rule_sets.shortlist import first_ones, picked
from practice.season import again
from practice.season.again import Within, season_of
from practice.season.allowing import extra_of
from practice.words import in_words
from teams.access import Visibility
from teams.models import Membership

SEEN = {
    Visibility.PRIVATE.value: "only you see it",
    Visibility.COACHES.value: "your coaches see it",
    Visibility.TEAM.value: "your team sees it",
}


_AGAIN = {
    again.Kind.EVER.value: "without what you ever spoke on",
    again.Kind.SEASON.value: "without what you spoke on this season",
    again.Kind.TOURNAMENT.value: "without what you spoke on for the tournament",
}


_LEVELS = [
    ("", "Any difficulty"),
    *((level.value, said) for level, said in LEVELS.items()),
    (HARDER, "Only harder: medium or hard"),
]


class RuleSetField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}: {in_words(obj.figures)}"


class FoldedForm(forms.Form):
    """A form with parts that are folded away until something in them is wrong, or is not what the form began with."""

    def where(self) -> Fold:
        """The areas."""
        offered: Any = self.fields["areas"]
        names = {str(area.pk): area.name for area in offered.queryset}
        return self.folded({"areas": {"": "all areas", **names}})

    def folded(self, words: dict[str, dict[str, str]]) -> Fold:
        now = {name: _values(self[name].value()) for name in words}
        began = {name: _values(self.get_initial_for_field(self.fields[name], name)) for name in words}
        touched = now != began or any(name in self.errors for name in words)
        return fold(words, now, open=self.is_bound and touched)


class RuleChoices(NamedTuple):
    """Radios of rule sets. Each has `figures` in words, and its rule set as `data.value.instance`."""

    first: list[Any]
    rest: list[Any]
    one_of_rest: bool  # is chosen
    short_in_rest: str  # the name of the short round, where it is among the rest


class StartForm(FoldedForm):
    """What every round begins with. Only rule sets that can be run are offered; who is alone is not asked who sees
    it."""

    rule_set = RuleSetField(queryset=RuleSet.objects.none(), widget=forms.RadioSelect, empty_label=None, label="Rules")
    visibility = forms.ChoiceField(
        choices=Visibility.choices,
        initial=Visibility.COACHES,
        widget=forms.RadioSelect,
        label="Who sees this round",
        help_text="Your coaches see your outline and your times, and nobody else does, unless you say otherwise.",
    )

    layout = forms.ChoiceField(
        required=False, label="Outline", help_text="You can change it while you prep; no word is lost."
    )
    simulation = forms.BooleanField(
        required=False,
        label="Simulation (legal mode)",
        help_text="You see what the rules let into the prep room and nothing else, on the whole site. "
        "The clock does not pause. Leaving before the speech ends needs your coach’s room code. "
        "What you open, and on which device, is written down for your coaches.",
    )

    def __init__(self, *args: Any, member: Membership, last: RuleSet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runnable = [r for r in RuleSet.objects.for_team(member.team) if not r.figures.lacking()]
        rule_sets: Any = self.fields["rule_set"]
        rule_sets.queryset = RuleSet.objects.for_team(member.team).filter(pk__in=[r.pk for r in runnable])
        self.extra = extra_of(member)
        if member.team.personal:
            self.fields.pop("visibility", None)
        if self.extra and "visibility" in self.fields:
            self.fields[
                "visibility"
            ].help_text += (
                f" Your extra time ({self.extra}) shows in the times of a round: whoever sees the round sees it."
            )
        with_room = [r.name for r in runnable if speaks_of_the_room(r.figures)]
        self.fields["simulation"].help_text += f" For: {'; '.join(with_room)}."
        if not with_room:
            del self.fields["simulation"]
        self._layouts = layouts_for(member)
        layout: Any = self.fields["layout"]
        layout.choices = [(key, one.name) for key, one in self._layouts.items()]
        layout.initial = last_layout(member).key
        first = first_ones(runnable, picked(member), last)
        self._order = [str(row.pk) for row in (*first, *runnable)]
        self._first = len(first)
        rule_sets.initial = last if last in runnable else next(iter(first), None)

    def rule_choices(self) -> RuleChoices:
        radios: list[Any] = sorted(self["rule_set"], key=lambda radio: self._order.index(str(radio.data["value"])))
        for radio in radios:
            radio.figures = in_words(radio.data["value"].instance.figures)
        rest = radios[self._first :]
        quick = (radio.data["value"].instance for radio in rest if radio.data["value"].instance.slug == QUICK)
        chosen = any(radio.data["selected"] for radio in rest)
        return RuleChoices(radios[: self._first], rest, chosen, next((one.name for one in quick), ""))

    def how(self) -> Fold:
        """How the round runs: what most leave as it is."""
        words = {
            "layout": {key: f"{one.name} outline" for key, one in self._layouts.items()},
            "visibility": SEEN,
            "training": {"on": "training"},
            "simulation": {"": "not a simulation", "on": "simulation"},
        }
        return self.folded({name: calls for name, calls in words.items() if name in self.fields})

    def clean_layout(self) -> Layout | None:
        return self._layouts.get(self.cleaned_data["layout"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("simulation"):
            return data
        rule_set = self.cleaned_data.get("rule_set")
        if rule_set and not speaks_of_the_room(rule_set.figures):
            self.add_error("simulation", "These rules say nothing of the prep room: there is nothing to simulate.")
        if self.cleaned_data.get("visibility") == Visibility.PRIVATE:
            self.add_error("visibility", "In a simulation your coaches look on: choose them or the team.")
        layout = self.cleaned_data.get("layout")
        if layout and layout.key not in shipped():
            self.add_error("layout", "It was made beforehand: in a simulation choose one that is shipped.")
        if self.cleaned_data.get("training"):
            self.add_error("training", "A simulation tells nothing of the library before the choice: untick one.")
        return data


class DrawForm(StartForm):
    """What a round is drawn by."""

    training = forms.BooleanField(
        required=False,
        label="Training: show what the library has on each question before I choose",
        help_text="At a tournament nothing tells you. Not in a simulation.",
    )
    areas = RowsField(queryset=Area.objects.none(), required=False)
    fewer = forms.BooleanField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    tournament = forms.ModelChoiceField(
        queryset=Tournament.objects.none(), required=False, label="For", empty_label="No tournament"
    )
    again = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="What does not come again")
    kind = forms.ChoiceField(
        choices=[("", "Every kind"), *((kind.value, said) for kind, said in LABELS.items())],
        required=False,
        label="Kind of question",
    )
    difficulty = forms.ChoiceField(choices=_LEVELS, required=False, label="Difficulty")
    instead = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        member: Membership,
        tournament: Tournament | None = None,
        kind: str = "",
        area: str = "",
        difficulty: str = "",
        **kwargs: Any,
    ) -> None:
        """A `tournament` lends its rules and its areas; `kind`, `area` (a slug) and `difficulty` are chosen
        beforehand. Difficulty is asked for where a question of the bank has one."""
        if tournament and tournament.rule_set:
            kwargs["last"] = tournament.rule_set
        super().__init__(*args, member=member, **kwargs)
        self.member = member
        tournaments: Any = self.fields["tournament"]
        tournaments.queryset = Tournament.objects.visible_to(member).to_come()
        self.fields["tournament"].initial = tournament
        self._offer_again()
        drawable = Q(questions__deleted_at=None, questions__retired_at=None, questions__team=member.team)
        areas: Any = self.fields["areas"]
        areas.queryset = (
            Area.objects.filter(team=member.team)
            .annotate(drawable=Count("questions", filter=drawable & Q(questions__isnull=False), distinct=True))
            .filter(drawable__gt=0)
            .order_by("side", "name")
        )
        wanted = [one.pk for one in tournament.areas] if tournament else []
        self.fields["areas"].initial = [one.pk for one in areas.queryset if one.slug == area] if area else wanted
        self.fields["kind"].initial = kind
        self.fields["difficulty"].initial = difficulty
        if not Question.objects.drawable_by(member).exclude(difficulty="").exists():
            del self.fields["difficulty"]

    def _offer_again(self) -> None:
        season = season_of(self.member)
        choices = [(again.Kind.EVER.value, "What you ever spoke on")]
        if season:
            day = timezone.localdate(season.began_at)
            choices.insert(0, (again.Kind.SEASON.value, f"What you spoke on this season, since {day:%b} {day.day}"))
        tournaments: Any = self.fields["tournament"]
        if tournaments.queryset.exists():
            choices.append((again.Kind.TOURNAMENT.value, "Only what you spoke on in rounds for the same tournament"))
        field: Any = self.fields["again"]
        field.choices, field.initial = choices, choices[0][0]

    def clean(self) -> dict[str, Any]:
        """With `within`, as `practice.starting.start_round` takes it. `instead` is a button's word over `again`'s."""
        given: dict[str, Any] = super().clean()
        word, tournament = given.pop("instead", "") or given.pop("again", ""), given.get("tournament")
        given.pop("again", None)
        if word == again.Kind.TOURNAMENT and not tournament:
            self.add_error("tournament", "Say for which tournament, or let other questions come again.")
        given["within"] = again.chosen(self.member, word, tournament)
        return given

    def ways_out(self) -> list[tuple[str, str]]:
        """What else may be let come again than what was asked for: the value of a button, and its words."""
        word: Within = self.cleaned_data["within"]
        wider = []
        if word.kind is again.Kind.EVER and season_of(self.member):
            wider.append((again.Kind.SEASON.value, "Let questions of earlier seasons come again"))
        tournament = self.cleaned_data.get("tournament")
        if word.kind is not again.Kind.TOURNAMENT and tournament:
            said = f"Let come again what you did not speak on for {tournament}"
            wider.append((again.Kind.TOURNAMENT.value, said))
        return wider

    def sides(self) -> list[tuple[str, list[Area]]]:
        """The areas that have questions, by side."""
        areas: Any = self.fields["areas"]
        labels = dict(Side.choices)
        grouped = groupby(areas.queryset, key=lambda area: area.side)
        return [(labels.get(side, "Other areas"), list(group)) for side, group in grouped]

    def which(self) -> Fold:
        """What is drawn of those areas, and for what."""
        kinds = {kind.value: said.lower() for kind, said in LABELS.items()}
        words = {"kind": {"": "every kind", **kinds}, "again": dict(_AGAIN)}
        if "difficulty" in self.fields:
            words["difficulty"] = {value: said.lower() for value, said in _LEVELS if value}
        tournaments: Any = self.fields["tournament"]
        if there := {str(one.pk): f"for {one.name}" for one in tournaments.queryset}:
            words["tournament"] = there
        return self.folded(words)

    def ticked(self) -> set[str]:
        if self.is_bound:
            return set(self.data.getlist("areas"))  # type: ignore[attr-defined]
        offered: Any = self.fields["areas"]
        wanted = set(self.fields["areas"].initial or ())
        return {str(area.pk) for area in offered.queryset if area.pk in wanted}


def _values(value: Any) -> list[str]:
    """What a field holds, as its form sends it."""
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return sorted(str(one) for one in value)
    return [str(getattr(value, "pk", value))] if value else []

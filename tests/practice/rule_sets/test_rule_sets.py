"""The pages of rule sets: figures with their sources, a team's own to copy, change, remove and restore."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from practice.forms import StartForm
from practice.models import Round, RuleSet
from practice.rule_sets import presets
from practice.rule_sets.figures import KINDS, order, read_signals, read_time
from practice.rule_sets.form import RuleSetForm
from practice.rule_sets.rules import Rules
from practice.rule_sets.ruling import change_rule_set, copy_rule_set, remove_rule_set
from teams.models import Membership
from tests import make
from tests.practice.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast, as_member):
    return as_member(cast.alice)


@pytest.fixture
def ours(cast) -> RuleSet:
    return copy_rule_set(member=cast.alice, rule_set=make.rule_set())


def address(name: str, row: RuleSet | None = None) -> str:
    return reverse(f"practice:{name}", args=["riverside", *([row.pk] if row else [])])


def filled(client, row: RuleSet, **changed: object) -> dict[str, object]:
    """The form as the page offers it, with some answers changed."""
    form = client.get(address("edit_rule_set", row)).context["form"]
    data = {field.html_name: field.value() for field in form}
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    return {**data, **changed}


def test_every_figure_stands_with_its_source_and_date_and_what_is_unknown_says_so(bob):
    page = bob.get(address("rule_set", make.rule_set()))
    words = text(page)
    assert "Grace 30 s" in words
    assert "What more time costs may not be ranked first" in words
    assert "entered 2026-11-23" in words
    assert "Walk to the room not known" in words
    assert "The walk is part of prep not known" in words
    assert "draw → choose → prep → speech → grace → over time → questioning" in words
    link = "https://www.tabroom.com/index/tourn/index.mhtml?webpage_id=13888&amp;tourn_id=20051"
    assert f'<a href="{link}" rel="noreferrer noopener">' in page.content.decode()


def test_every_figure_that_a_rule_set_can_have_stands_on_the_page_and_in_the_form(ours):
    fields = set(Rules(name="any").to_mapping())
    assert {kind.field for kind in KINDS} | {"name"} == fields
    assert fields <= set(RuleSetForm(rule_set=ours).fields)


def test_several_addresses_of_one_figure_are_a_link_each(bob):
    page = bob.get(address("rule_set", make.rule_set(slug="uil-informative"))).content.decode()
    assert 'href="http://www.joyoftournaments.com/tx/needville-uil/info.asp?p=2"' in page
    assert ">joyoftournaments.com</a>" in page
    assert 'href="https://docest.com/doc/141745/speech-and-debate-event-overview"' in page


def test_a_rule_set_that_lacks_a_figure_says_which_and_is_not_offered_for_a_draw(cast, bob):
    stoa = make.rule_set(slug="stoa")
    words = text(bob.get(address("rule_set", stoa)))
    assert "until this is known: how many are drawn, how many are kept, the speech." in words
    assert stoa not in StartForm(member=cast.bob).fields["rule_set"].queryset


def test_a_new_preset_needs_no_code(cast, bob, tmp_path):
    figure = {"value": 90, "source": "https://rules.example", "entered": "2026-11-26"}
    (tmp_path / "new.json").write_text(json.dumps({"name": "New format", "prep": figure}))
    presets.load_presets(tmp_path)
    row = RuleSet.objects.get(slug="new")
    assert "Prep 1 min 30 s rules.example entered 2026-11-26" in text(bob.get(address("rule_set", row)))


@pytest.mark.parametrize("source", ["javascript:alert(1)", "https://a.example and a word", "<b>", 'https:// "x'])
def test_a_source_that_is_not_addresses_only_is_shown_as_words(bob, ours, source):
    RuleSet.objects.filter(pk=ours.pk).update(sources={"prep": {"source": source, "entered": "2026-11-26"}})
    page = bob.get(address("rule_set", ours)).content.decode()
    assert f"<span>{escape(source)}</span>" in page
    assert 'rel="noreferrer' not in page


def test_a_copy_is_the_teams_and_keeps_figures_and_sources(cast, alice):
    preset = make.rule_set()
    answer = alice.post(address("copy_rule_set", preset))
    ours = RuleSet.objects.get(team=cast.team)
    assert answer["Location"] == address("edit_rule_set", ours)
    assert (ours.rules, ours.sources) == ({**preset.rules, "name": f"{preset.name} (ours)"}, preset.sources)
    alice.post(address("copy_rule_set", ours))
    assert sorted(RuleSet.objects.filter(team=cast.team).values_list("name", flat=True)) == [
        f"{preset.name} (ours)",
        f"{preset.name} (ours) (copy)",
    ]


def test_a_form_sent_back_as_it_came_changes_no_figure_and_no_date(alice, ours):
    before = (ours.rules, ours.sources)
    assert alice.post(address("edit_rule_set", ours), filled(alice, ours)).status_code == 302
    ours = RuleSet.objects.get(pk=ours.pk)
    assert (ours.rules, ours.sources, ours.version) == (*before, 1)


def test_a_changed_figure_is_entered_today_and_the_others_keep_their_date(alice, ours):
    data = filled(
        alice,
        ours,
        **{
            "grace": "0:15",
            "grace-source": "https://our.league/rules",
            "walk": "2",
            "internet": "no",
            "kinds": ["original", "reference"],
        },
    )
    alice.post(address("edit_rule_set", ours), data)
    ours = RuleSet.objects.get(pk=ours.pk)
    rules = ours.figures
    assert (rules.grace, rules.walk, rules.internet, rules.kinds) == (15, 120, False, ("original", "reference"))
    today = timezone.localdate().isoformat()
    assert ours.sources["grace"] == {"source": "https://our.league/rules", "entered": today}
    assert ours.sources["walk"] == {"source": "", "entered": today}
    assert ours.sources["prep"] == make.rule_set().sources["prep"]
    assert f"Walk to the room 2 min no source given entered {today}" in text(alice.get(address("rule_set", ours)))


def test_a_source_does_not_stand_beside_a_figure_that_it_never_said(alice, ours):
    before = ours.sources["prep"]["source"]
    page = text(alice.post(address("edit_rule_set", ours), filled(alice, ours, prep="25:00"), follow=True))
    assert escape(f"No source now for “Prep”: {before} stood beside the figure before.") in page
    today = timezone.localdate().isoformat()
    assert RuleSet.objects.get(pk=ours.pk).sources["prep"] == {"source": "", "entered": today}
    ours.refresh_from_db()
    alice.post(address("edit_rule_set", ours), filled(alice, ours, **{"prep-source": before}))  # it says 25 too
    ours.refresh_from_db()
    assert ours.sources["prep"] == {"source": before, "entered": today} and ours.figures.prep == 1500


def test_a_figure_emptied_is_unknown_again_and_has_no_source(alice, ours):
    alice.post(address("edit_rule_set", ours), filled(alice, ours, overtime="", grace=""))
    ours = RuleSet.objects.get(pk=ours.pk)
    assert (ours.figures.overtime, ours.figures.grace) == (None, None)
    assert not {"overtime", "grace"} & ours.sources.keys()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("prep", "half an hour", "Write minutes and seconds, like 7:30."),
        ("keep", "4", "4 is more than the 3 drawn."),
        ("signals", "5:00 five", "Write each signal on a line of its own, like 5:00 | 5 | 5 minutes left."),
        ("signals", "9:00 | 9 | nine", "540 is more than the 420 seconds of the speech."),
        ("draw", "0", "Ensure this value is greater than or equal to 1."),
        ("name", "", "This field is required."),
    ],
)
def test_a_figure_that_cannot_be_is_told_at_its_place_and_nothing_typed_is_lost(alice, ours, field, typed, said):
    data = filled(alice, ours, **{field: typed, "remarks": "Ask at the desk."})
    page = alice.post(address("edit_rule_set", ours), data)
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [said]}
    assert page.context["form"]["remarks"].value() == "Ask at the desk."
    assert page.context["form"][field].value() == typed
    assert RuleSet.objects.get(pk=ours.pk).version == 0


def test_a_stale_form_keeps_both_texts_and_overwrites_nothing(cast, alice, ours):
    mine = filled(alice, ours, remarks="Mine.")
    theirs = Rules.from_mapping({**ours.rules, "remarks": "Theirs."})
    change_rule_set(member=cast.alice, rule_set=ours, version=0, rules=theirs, sources={})
    page = alice.post(address("edit_rule_set", ours), mine)
    assert page.status_code == 409
    assert "Theirs." in text(page)
    assert page.context["form"]["remarks"].value() == "Mine."
    assert RuleSet.objects.get(pk=ours.pk).figures.remarks == "Theirs."
    again = alice.post(address("edit_rule_set", ours), {**mine, "version": page.context["version"]})
    assert again.status_code == 302
    assert RuleSet.objects.get(pk=ours.pk).figures.remarks == "Mine."


def test_a_removed_rule_set_is_not_offered_and_comes_back(cast, alice, bob, ours):
    round = make.round(member=cast.bob, rule_set=ours)
    alice.post(address("remove_rule_set", ours))
    assert ours not in RuleSet.objects.for_team(cast.team)
    assert bob.get(address("rule_set", ours)).status_code == 404
    assert "Removed" not in text(bob.get(address("rule_sets")))
    assert "Removed" in text(alice.get(address("rule_sets")))
    round.refresh_from_db()
    assert (round.rule_set, round.figures.prep) == (ours, 1800)
    alice.post(address("restore_rule_set", ours))
    assert ours in RuleSet.objects.for_team(cast.team)


def test_a_preset_is_copied_and_never_changed(alice):
    preset = make.rule_set()
    assert alice.get(address("edit_rule_set", preset)).status_code == 403
    assert alice.post(address("remove_rule_set", preset)).status_code == 403
    assert RuleSet.objects.get(pk=preset.pk).deleted_at is None


def test_another_teams_rule_set_is_absent(cast, alice):
    theirs = copy_rule_set(member=cast.charlie, rule_set=make.rule_set())
    for name in ("rule_set", "edit_rule_set"):
        assert alice.get(address(name, theirs)).status_code == 404
    assert alice.post(address("copy_rule_set", theirs)).status_code == 404
    remove_rule_set(member=cast.charlie, rule_set=theirs)
    assert alice.post(address("restore_rule_set", theirs)).status_code == 404


def test_the_list_costs_the_same_queries_for_one_and_for_thirty(cast, alice):
    preset = make.rule_set()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            alice.get(address("rule_sets"))
        return len(queries)

    for count in (1, 29):
        for _ in range(count):
            copy_rule_set(member=cast.alice, rule_set=preset)
        if count == 1:
            one = asked()
    assert asked() == one


@pytest.mark.parametrize(
    ("typed", "seconds"), [("7:30", 450), ("7", 420), (" 0:05 ", 5), ("", None), ("-0:30", -30), ("90", 5400)]
)
def test_a_time_is_read_as_minutes_and_seconds(typed, seconds):
    assert read_time(typed) == seconds


@pytest.mark.parametrize("typed", ["7:60", "7:5", "7.5", "a", "٧", "--1", "7:30:00"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match="like 7:30"):
        read_time(typed)


def test_signals_are_read_a_line_each():
    assert read_signals("0:30 | ½ | half\n\n-0:30 | stop | stop") == [
        {"remaining": 30, "label": "½", "words": "half"},
        {"remaining": -30, "label": "stop", "words": "stop"},
    ]


def test_the_order_of_a_round_names_what_the_rules_have():
    assert order(Rules(name="UIL", grace=0)) == "draw → choose → prep → speech → over time"
    assert order(Rules(name="W", walk=60, grace=9)) == "draw → choose → prep → walk → speech → grace → over time"


def test_a_preset_that_is_dropped_in_is_drawn_with_and_makes_a_room_of_its_own(cast, bob, tmp_path):
    told = {"draw": 4, "keep": 1, "prep": 600, "speech": 240, "kinds": ["original"], "url_needed": True}
    from_where = {"source": "https://rules.example", "entered": "2026-11-26"}
    figures = {name: {"value": value, **from_where} for name, value in told.items()}
    (tmp_path / "ours-alone.json").write_text(json.dumps({"name": "Harbor League", **figures}))
    presets.load_presets(tmp_path)
    row = RuleSet.objects.get(slug="ours-alone")
    for _ in range(4):
        make.question(member=cast.alice)
    allowed, digest = make.article(member=cast.alice), make.article(member=cast.alice)
    type(allowed).objects.filter(pk=allowed.pk).update(kind="original", url="https://example.org/a")
    data = {"rule_set": str(row.pk), "visibility": "coaches", "simulation": "on"}
    assert bob.post(reverse("practice:draw", args=[cast.team.slug]), data).status_code == 302
    round = Round.objects.get(owner=cast.bob.user)
    assert (round.slips.count(), round.figures.prep, round.figures.grace, round.in_legal_mode) == (4, 600, None, True)
    speaker = Membership.objects.get(pk=cast.bob.pk)
    assert list(type(allowed).objects.visible_to(speaker)) == [allowed] and digest.pk != allowed.pk

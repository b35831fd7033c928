"""Which rule sets the practice page shows first."""

import re

from practice.models import RuleSet, Shortlist
from practice.rule_sets.ruling import copy_rule_set
from practice.rule_sets.shortlist import first_ones, pick, picked
from tests import make
from tests.practice.pages import PRACTICE, text


def runnable(team) -> list[RuleSet]:
    return [row for row in RuleSet.objects.for_team(team) if not row.figures.lacking()]


def slugs(rows) -> list[str]:
    return [row.slug for row in rows]


def parts(page) -> tuple[list[str], list[str]]:
    """The values of the radios before the word "More rule sets", and after it."""
    before, _, after = page.content.decode().partition("More rule sets")
    found = [re.findall(r'name="rule_set" value="([^"]+)"', part) for part in (before, after)]
    by_pk = {str(row.pk): row.slug for row in RuleSet.objects.all()}
    return [by_pk[pk] for pk in found[0]], [by_pk[pk] for pk in found[1]]


def test_where_nobody_picked_a_few_stand_first_and_what_was_used_last_before_them(cast):
    last = make.rule_set(slug="ncfca")
    rows = runnable(cast.team)
    assert slugs(first_ones(rows, [], None)) == ["nsda", "quick-drill", "massachusetts"]
    assert slugs(first_ones(rows, [], last))[:2] == ["ncfca", "nsda"]
    ours = copy_rule_set(member=cast.alice, rule_set=last)
    assert first_ones(runnable(cast.team), [], None)[0] == ours


def test_the_short_round_is_among_the_first_or_named_where_the_rest_is_folded_away(cast, bob):
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    quick = make.rule_set(slug="quick-drill")
    assert parts(bob.get(PRACTICE))[0] == ["nsda", "quick-drill", "massachusetts"]
    assert "with Quick drill" not in text(bob.get(PRACTICE))
    pick(member=cast.alice, rule_sets=[make.rule_set()])
    assert parts(bob.get(PRACTICE))[0] == ["nsda"]
    assert f"More rule sets ({len(runnable(cast.team)) - 1}), with Quick drill" in text(bob.get(PRACTICE))
    pick(member=cast.alice, rule_sets=[make.rule_set(), quick])
    assert "with Quick drill" not in text(bob.get(PRACTICE))


def test_what_the_coach_picked_is_what_a_newcomer_begins_with(cast, bob):
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    pick(member=cast.alice, rule_sets=[make.rule_set(slug="ncfca")])
    page = bob.get(PRACTICE)
    assert page.context_data["form"].fields["rule_set"].initial.slug == "ncfca"
    assert '<details class="more-rules">' in page.content.decode(), "nothing in it is chosen"


def test_the_coach_picks_and_every_member_sees_the_rest_under_more(cast, bob, as_member):
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    make.rule_set()
    address = PRACTICE + "rules/first/"
    assert as_member(cast.alice).post(address, {"first": ["uil-persuasive", "nsda", "nonsense"]}).status_code == 302
    assert picked(cast.bob) == ["nsda", "uil-persuasive"]
    first, rest = parts(bob.get(PRACTICE))
    assert first == ["nsda", "uil-persuasive"]
    assert sorted(first + rest) == sorted(slugs(runnable(cast.team)))
    assert '<details class="more-rules">' in bob.get(PRACTICE).content.decode()


def test_a_choice_among_the_rest_is_still_seen_when_the_form_comes_back(cast, bob):
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    other = make.rule_set(slug="ncfca")
    pick(member=cast.alice, rule_sets=[make.rule_set()])
    page = bob.post(PRACTICE + "draw/", {"rule_set": other.pk, "visibility": "nobody"})
    assert page.status_code == 422
    assert '<details class="more-rules" open>' in page.content.decode()


def test_picking_none_is_as_if_nobody_had(cast):
    make.rule_set()
    pick(member=cast.alice, rule_sets=[make.rule_set(slug="ncfca")])
    pick(member=cast.alice, rule_sets=[])
    assert Shortlist.objects.count() == 1
    assert slugs(first_ones(runnable(cast.team), picked(cast.bob), None))[0] == "nsda"

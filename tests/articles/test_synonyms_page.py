"""The page of synonyms: shipped groups on, off or changed, and the team's own."""

import re

import pytest
from django.urls import reverse

from articles.models import SynonymGroup
from articles.search.find import find
from articles.search.synonyms import SHIPPED
from articles.spellings import replace_shipped
from tests import make
from tests.queries import cost
from tests.together import together

pytestmark = pytest.mark.django_db

GROUP = next(group for group in SHIPPED.groups if "Kyiv" in group.words)


def address(cast, name: str = "synonyms", *args, **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args], query=asked)


def state(client, cast) -> tuple:
    shown = client.get(address(cast)).context_data["shipped"]
    return next((one.words, one.state) for one in shown if one.key == GROUP.key)


def total(cast, query: str) -> int:
    return find(member=cast.bob, query=query).total


def test_a_shipped_group_is_switched_off_and_on(cast, as_member):
    make.article(member=cast.alice, body="Talks began in Kiev on Monday.")
    client = as_member(cast.erin)
    assert (total(cast, "kyiv"), state(client, cast)) == (1, (GROUP.words, "on"))
    client.post(address(cast, "switch_shipped", GROUP.key), {"on": "0"})
    assert (total(cast, "kyiv"), state(client, cast)) == (0, (GROUP.words, "off"))
    client.post(address(cast, "switch_shipped", GROUP.key), {"on": "1"})
    assert (total(cast, "kyiv"), state(client, cast)) == (1, (GROUP.words, "on"))
    assert not SynonymGroup.objects.exists()


def test_a_shipped_group_is_changed_for_the_team_alone(cast, as_member):
    client = as_member(cast.alice)
    form = client.get(address(cast, "change_shipped", GROUP.key)).context_data["form"]
    assert form["words"].value() == ", ".join(GROUP.words)
    client.post(address(cast, "change_shipped", GROUP.key), {"words": "Kyiv, Kiev, Kyjiw"})
    assert state(client, cast) == (("Kyiv", "Kiev", "Kyjiw"), "changed")
    elsewhere = as_member(cast.charlie).get(reverse("articles:synonyms", args=[cast.charlie.team.slug]))
    assert all(one.state == "on" for one in elsewhere.context_data["shipped"])


def test_own_groups_are_added_one_a_line(cast, as_member):
    make.article(member=cast.alice, body="The Harbour Board met.")
    client = as_member(cast.alice)
    client.post(address(cast, "add_synonyms"), {"groups": "Harbour Board, HB\r\nAlpha = Beta"})
    assert [row.words for row in SynonymGroup.objects.all()] == [["Harbour Board", "HB"], ["Alpha", "Beta"]]
    assert total(cast, "HB") == 1


def test_a_line_that_is_no_group_is_told_and_all_stays_typed(cast, as_member):
    response = as_member(cast.alice).post(address(cast, "add_synonyms"), {"groups": "Alpha, Beta\nGamma, gamma"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "“Gamma, gamma” is one spelling for the search: a group needs two that differ." in page
    assert "Alpha, Beta\nGamma, gamma</textarea>" in page
    assert not SynonymGroup.objects.exists()


def test_an_own_group_is_changed_removed_and_taken_back(cast, as_member):
    row = SynonymGroup.objects.create(team=cast.team, words=["Alpha", "Beta"])
    client = as_member(cast.erin)
    client.post(address(cast, "edit_synonyms", row.pk), {"words": "Alpha, Beta, Gamma"})
    row.refresh_from_db()
    assert row.words == ["Alpha", "Beta", "Gamma"]
    page = client.post(address(cast, "remove_synonyms", row.pk), follow=True).content.decode()
    assert not SynonymGroup.objects.exists()
    (undo,) = re.findall(r'action="([^"]*/restore/[^"]*)"', page)
    client.post(undo.replace("&amp;", "&"))
    assert SynonymGroup.objects.get().words == ["Alpha", "Beta", "Gamma"]


def test_groups_are_searched_whatever_the_spelling(cast, as_member):
    found = as_member(cast.bob).get(address(cast, q="kiev")).context_data["shipped"]
    assert [one.key for one in found] == [GROUP.key]


def test_another_teams_group_is_not_there(cast, as_member):
    row = SynonymGroup.objects.create(team=cast.charlie.team, words=["Alpha", "Beta"])
    assert as_member(cast.alice).get(address(cast, "edit_synonyms", row.pk)).status_code == 404
    assert as_member(cast.alice).get(address(cast, "change_shipped", "no-such-group")).status_code == 404


def test_the_page_costs_the_same_queries_for_one_and_thirty_groups(cast, as_member):
    client = as_member(cast.alice)
    SynonymGroup.objects.create(team=cast.team, words=["a1", "b1"])
    one = cost(client, address(cast))
    for n in range(29):
        SynonymGroup.objects.create(team=cast.team, words=[f"c{n}", f"d{n}"])
    assert cost(client, address(cast)) == one


@pytest.mark.django_db(transaction=True)
def test_a_shipped_group_that_is_changed_in_several_tabs_at_once_is_changed_once(cast):
    group = SHIPPED.groups[0]
    together(*[lambda: replace_shipped(team=cast.team, group=group, words=("One", "Other"))] * 6)
    assert SynonymGroup.objects.get().words == ["One", "Other"]


def test_a_group_that_stands_twice_is_restored_without_an_error(cast, as_member):
    for _ in range(2):
        SynonymGroup.objects.create(team=cast.team, words=["One", "Other"])
    address = reverse("articles:restore_synonyms", args=[cast.team.slug]) + "?words=One,Other"
    assert as_member(cast.alice).post(address).status_code == 302

"""Saved searches: an address under a name, private or the team's."""

import pytest
from django.urls import reverse

from articles.models import SavedSearch
from articles.saved import MOST, save_search
from teams.access import Visibility
from tests import make
from tests.queries import cost

pytestmark = pytest.mark.django_db


def address(cast, name: str = "searches", *args) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args])


def saved(member, name: str = "Grain", visibility: str = Visibility.PRIVATE) -> SavedSearch:
    return save_search(member=member, name=name, asked="q=grain&kind=digest", visibility=visibility).saved


def test_a_search_is_kept_without_its_page_and_leads_back(cast, as_member):
    sent = {"name": "Grain", "visibility": "private", "asked": "?q=grain&area=&kind=digest&page=3"}
    response = as_member(cast.bob).post(address(cast, "save_search"), sent)
    assert response["Location"] == reverse("articles:library", args=[cast.team.slug]) + "?q=grain&kind=digest"
    assert SavedSearch.objects.get().asked == "q=grain&kind=digest"


def test_the_same_name_is_one_search(cast):
    first = saved(cast.bob)
    again = save_search(member=cast.bob, name="Grain", asked="q=wheat")
    assert (again.saved.pk, again.created) == (first.pk, False)
    assert SavedSearch.objects.get().asked == "q=wheat"


def test_nothing_to_save_and_too_many_are_told_with_the_name_kept(cast, as_member):
    client = as_member(cast.bob)
    empty = client.post(address(cast, "save_search"), {"name": "Mine", "visibility": "private", "asked": "page=2"})
    assert empty.status_code == 422
    assert "There is nothing to save" in empty.content.decode()
    assert 'value="Mine"' in empty.content.decode()
    for n in range(MOST):
        saved(cast.bob, f"S{n}")
    full = client.post(address(cast, "save_search"), {"name": "Mine", "visibility": "private", "asked": "q=grain"})
    assert f"You have {MOST} searches: remove one first." in full.content.decode()


def test_a_private_search_is_seen_by_its_owner_alone(cast, as_member):
    saved(cast.bob)
    shared = saved(cast.bob, "Shared", Visibility.TEAM)
    assert [row for row, _, _ in as_member(cast.erin).get(address(cast)).context_data["rows"]] == [shared]
    assert len(as_member(cast.bob).get(address(cast)).context_data["rows"]) == 2


def test_a_search_of_the_teams_is_renamed_by_its_owner_or_a_leader(cast, as_member):
    row = saved(cast.erin, visibility=Visibility.TEAM)
    sent = {"name": "Wheat", "visibility": "team"}
    assert as_member(cast.bob).post(address(cast, "edit_search", row.pk), sent).status_code == 403
    assert as_member(cast.alice).post(address(cast, "edit_search", row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert row.name == "Wheat"


def test_a_removed_search_comes_back_by_the_button_of_the_message(cast, as_member):
    row = saved(cast.bob, visibility=Visibility.TEAM)
    client = as_member(cast.erin)
    undo = address(cast, "restore_search", row.pk)
    page = client.post(address(cast, "remove_search", row.pk), follow=True).content.decode()
    assert f'<form method="post" action="{undo}">' in page
    assert not SavedSearch.objects.visible_to(cast.bob).exists()
    client.post(undo)
    assert SavedSearch.objects.visible_to(cast.bob).get() == row


def test_the_list_costs_the_same_queries_for_one_and_thirty_rows(cast, as_member):
    client = as_member(cast.bob)
    saved(cast.bob)
    one = cost(client, address(cast))
    for n in range(29):
        saved([cast.bob, cast.erin][n % 2], f"S{n}", Visibility.TEAM)
    assert cost(client, address(cast)) == one


def test_a_search_is_told_in_words_where_it_is_saved_and_in_the_list(cast, as_member):
    make.area(team=cast.team)
    asked = "q=grain&area=black-sea&kind=digest&days=90&side=domestic&has=card&sort=newest"
    words = ("grain", "Black Sea", "Digest", "the last 90 days", "United States", "with cards", "newest first")
    form = as_member(cast.bob).get(address(cast, "save_search"), {"asked": asked})
    assert form.context_data["words"] == words
    assert form.context_data["form"]["name"].value() == ", ".join(words)[:80]
    save_search(member=cast.bob, name="Mine", asked=asked)
    assert [told for _, _, told in as_member(cast.bob).get(address(cast)).context_data["rows"]] == [words]

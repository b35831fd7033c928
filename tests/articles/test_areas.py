"""The areas of a team: listed with what stands under each, renamed, made one, removed; nothing is lost on the way."""

import re
from datetime import date

import pytest
from django.urls import reverse

from articles import arranging
from articles.coverage import assign
from articles.filing import keep_rule, remove_rule
from articles.models import Area, Article, Assignment, Batch, Filing, FilingRule, Question, SavedSearch
from articles.saved import save_search
from articles.search.find import find
from articles.search.query import with_value
from articles.storing.batches import open_batch
from evidence.attaching import Selection, attach_card
from evidence.models import Card
from practice.models import Round
from tests import make
from tests.queries import cost
from tests.together import together

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def ports(cast):
    return make.area(team=cast.team, name="Ports")


@pytest.fixture
def sea(cast):
    return make.area(team=cast.team)


def address(cast, name: str = "areas", *args, **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args], query=asked)


def under(area: Area) -> set[str]:
    return {article.title for article in Article.objects.filter(areas=area)}


def shown(client, cast) -> dict[str, tuple[str, int, int]]:
    groups = client.get(address(cast)).context_data["groups"]
    return {row.area.name: (side, row.articles, row.questions) for side, rows in groups for row in rows}


def test_the_list_counts_what_its_links_show(cast, ports, sea, as_member):
    plain = make.area(team=cast.team, name="Odd Ones", side="")
    for _ in range(2):
        make.article(member=cast.alice, areas=[ports, sea])
    archived, removed = (make.article(member=cast.alice, areas=[ports]) for _ in range(2))
    Article.objects.filter(pk=archived.pk).update(archived_at="2026-03-01T00:00Z")
    removed.remove(by=cast.alice.user)
    make.question(member=cast.alice, areas=[sea])
    retired = make.question(member=cast.alice, areas=[sea])
    Question.objects.filter(pk=retired.pk).update(retired_at="2026-03-01T00:00Z")
    client = as_member(cast.bob)
    assert shown(client, cast) == {
        "Black Sea": ("International", 2, 1),
        "Ports": ("International", 2, 0),
        plain.name: ("Neither side", 0, 0),
    }
    page = client.get(address(cast)).content.decode()
    assert f'<a href="{address(cast, "library", area="ports")}">2 articles</a>' in page
    assert "Change" not in page and "<form" not in page.split("<main")[1]


def test_what_waits_for_review_counts_for_its_sender_and_the_leaders_only(cast, ports, as_member):
    article = make.article(member=cast.bob, areas=[ports])
    Article.objects.filter(pk=article.pk).update(waiting=True)
    other = make.member(team=cast.team)
    counts = [shown(as_member(who), cast)["Ports"][1] for who in (cast.bob, cast.alice, other)]
    assert counts == [1, 1, 0]


def test_an_area_is_added_once(cast, ports, as_member):
    client = as_member(cast.erin)
    assert (
        client.post(address(cast, "add_area"), {"name": " The  High Seas ", "side": "international"}).status_code
        == 302
    )
    answer = client.post(address(cast, "add_area"), {"name": "ports", "side": "domestic"})
    assert answer.status_code == 422
    assert "There is “Ports” already." in answer.content.decode()
    rows = Area.objects.filter(team=cast.team).values_list("name", "slug", "side")
    assert set(rows) == {("Ports", "ports", "international"), ("The High Seas", "the-high-seas", "international")}


def test_a_new_name_is_found_by_search_and_said_by_rules_and_saved_searches(cast, ports, as_member):
    make.article(member=cast.alice, areas=[ports])
    rule, _ = keep_rule(member=cast.alice, query="wheat -area:ports", area=ports)
    mine = save_search(member=cast.bob, name="Mine", asked="q=AREA%3A%22Ports%22+wheat&area=ports&kind=digest").saved
    other = save_search(member=cast.bob, name="Other", asked="q=area%3Aports-abroad&area=ports-abroad").saved
    theirs = save_search(member=cast.charlie, name="Theirs", asked="area=ports").saved
    sent = {"name": "Harbours & Ports", "side": "domestic"}
    assert as_member(cast.erin).post(address(cast, "edit_area", ports.pk), sent).status_code == 302
    ports.refresh_from_db()
    assert (ports.name, ports.slug, ports.side) == ("Harbours & Ports", "harbours-ports", "domestic")
    assert find(member=cast.bob, query="harbours").total == 1
    for row in (rule, mine, other, theirs):
        row.refresh_from_db()
    assert rule.query == 'wheat -area:"Harbours & Ports"'
    assert mine.asked == "q=area%3A%22Harbours+%26+Ports%22+wheat&area=harbours-ports&kind=digest"
    assert other.asked == "q=area%3Aports-abroad&area=ports-abroad"
    assert theirs.asked == "area=ports"
    client = as_member(cast.bob)
    assert client.get(f"{address(cast, 'library')}?{mine.asked}").context_data["found"].total == 1


def test_a_side_alone_is_changed_and_the_name_stays(cast, ports, as_member):
    as_member(cast.alice).post(address(cast, "edit_area", ports.pk), {"name": "Ports", "side": ""})
    assert list(Area.objects.values_list("name", "side")) == [("Ports", "")]


def test_a_name_that_another_area_has_is_refused_with_the_way_to_make_them_one(cast, ports, sea, as_member):
    answer = as_member(cast.alice).post(address(cast, "edit_area", ports.pk), {"name": "black sea", "side": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="black sea"' in page and "<h1>Change Ports</h1>" in page
    assert address(cast, "merge_area", ports.pk, into=sea.pk) in page
    captain = as_member(cast.erin).post(address(cast, "edit_area", ports.pk), {"name": "black sea", "side": ""})
    assert "merge" not in captain.content.decode()
    assert arranging.change(area=ports, name="Black Sea", side="") is False
    ports.refresh_from_db()
    assert ports.slug == "ports"


def test_everything_that_points_to_an_area_goes_along_when_it_is_merged(cast, ports, sea, as_member):
    both = make.article(member=cast.alice, title="Both", areas=[ports, sea], questions=["Will it hold?"])
    gone = make.article(member=cast.alice, title="In The Trash", areas=[ports])
    gone.remove(by=cast.alice.user)
    open_batch(member=cast.alice, label="Files", areas=[ports])
    words = Selection("its largest drop since the autumn")
    attach_card(member=cast.bob, article=both, selection=words, tag="Wheat fell", cite="Continental", areas=[ports])
    round_ = make.round(member=cast.bob)
    round_.areas.add(ports)
    rule, removed = (keep_rule(member=cast.alice, query=f"zinc {n}", area=ports)[0] for n in range(2))
    removed.remove(by=cast.alice.user)
    assign(member=cast.alice, area=ports, week=MONDAY, assignee=cast.bob.user)
    search = save_search(member=cast.bob, name="Mine", asked="area=ports").saved
    client = as_member(cast.alice)
    page = client.get(address(cast, "merge_area", ports.pk)).content.decode()
    (said,) = re.findall("<p>(2 articles.*)</p>", page)
    assert said.split(", ")[:2] == ["2 articles", "1 question"]
    assert set(said.split(", ")[2:]) == {"2 filing rules", "1 assignment", "1 batch", "1 card", "1 round"}
    assert Area.objects.count() == 2
    answer = client.post(address(cast, "merge_area", ports.pk), {"into": sea.pk}, follow=True)
    assert "“Ports” is part of “Black Sea” now." in answer.content.decode()
    assert list(Area.objects.all()) == [sea]
    assert under(sea) == {"Both", "In The Trash"}
    assert list(Question.objects.filter(areas=sea).values_list("text", flat=True)) == ["Will it hold?"]
    assert set(FilingRule.objects.filter(area=sea)) == {rule, removed}
    assert Assignment.objects.get(deleted_at=None).area == sea
    assert [list(row.areas.all()) for row in (Batch.objects.get(), Card.objects.get(), Round.objects.get())] == [
        [sea]
    ] * 3
    assert SavedSearch.objects.get(pk=search.pk).asked == "area=black-sea"
    assert find(member=cast.bob, query="ports area:black-sea").total == 1


def test_a_model_that_points_to_an_area_is_one_that_merging_was_thought_through_for():
    named = {f"{model.__name__}.{key.name}" for model, key in arranging.pointing()}
    assert named == {
        "Article_areas.area", "Question_areas.area", "Batch_areas.area", "Card_areas.area", "Round_areas.area",
        "FilingRule.area", "Assignment.area", "Block.area", "Board_areas.area", "PublishedArea.area",
        "CardBatch_areas.area", "Sitting_areas.area",
    }  # fmt: skip


def test_the_same_week_asked_of_the_same_member_twice_is_one_assignment(cast, ports, sea):
    for area, remark, due in ((ports, "Two at least", date(2026, 3, 5)), (sea, "Wheat", None)):
        assign(member=cast.alice, area=area, week=MONDAY, assignee=cast.bob.user, remark=remark, due_on=due)
    Assignment.objects.filter(area=sea).update(done_at="2026-03-03T00:00Z")
    arranging.merge(area=ports, into=sea, member=cast.alice)
    one = Assignment.objects.get(deleted_at=None)
    other = Assignment.objects.exclude(deleted_at=None).get()
    assert (one.done_at, one.remark, one.due_on) == (None, "Wheat; Two at least", date(2026, 3, 5))
    assert (other.deleted_by, other.area, other.remark) == (cast.alice.user, sea, "Two at least")


def test_what_a_person_filed_stays_when_a_rule_of_the_merged_area_goes(cast, ports, sea):
    by_hand = make.article(member=cast.alice, title="By Hand", body="Wheat rose.", areas=[sea])
    make.article(member=cast.alice, title="By Rule", body="Wheat fell.")
    rule, filed = keep_rule(member=cast.alice, query="wheat", area=ports)
    assert filed == 2
    arranging.merge(area=ports, into=sea, member=cast.alice)
    rule.refresh_from_db()
    assert remove_rule(rule=rule, member=cast.alice) == 1
    assert under(sea) == {by_hand.title}


def test_an_article_filed_by_hand_under_the_area_that_goes_stays_when_a_rule_of_the_other_goes(cast, ports, sea):
    make.article(member=cast.alice, title="By Hand", body="Wheat rose.", areas=[ports])
    rule, _ = keep_rule(member=cast.alice, query="wheat", area=sea)
    arranging.merge(area=ports, into=sea, member=cast.alice)
    remove_rule(rule=rule, member=cast.alice)
    assert (under(sea), Filing.objects.count()) == ({"By Hand"}, 0)


def test_an_area_is_removed_only_after_somebody_said_where_its_things_go(cast, ports, as_member):
    make.article(member=cast.alice, title="Stays", areas=[ports])
    client = as_member(cast.alice)
    for into in ("", "999999", "nonsense", str(ports.pk)):
        answer = client.post(address(cast, "merge_area", ports.pk), {"into": into})
        assert (answer.status_code, under(ports)) == (422, {"Stays"})
    assert "Choose where it goes." in answer.content.decode()
    client.post(address(cast, "merge_area", ports.pk), {"into": "none"})
    assert not Area.objects.exists()
    assert [hit.article.title for hit in find(member=cast.bob, query="stays").hits] == ["Stays"]
    assert find(member=cast.bob, query="area:ports").total == 0


def test_an_area_with_a_filing_rule_goes_only_into_another(cast, ports, as_member):
    rule, _ = keep_rule(member=cast.alice, query="wheat", area=ports)
    client = as_member(cast.alice)
    assert "No area" not in client.get(address(cast, "merge_area", ports.pk)).content.decode()
    assert client.post(address(cast, "merge_area", ports.pk), {"into": "none"}).status_code == 422
    assert FilingRule.objects.get() == rule


def test_an_area_with_nothing_under_it_goes_by_one_button(cast, ports, as_member):
    client = as_member(cast.alice)
    assert "Nothing is filed under it." in client.get(address(cast, "merge_area", ports.pk)).content.decode()
    client.post(address(cast, "merge_area", ports.pk))
    assert not Area.objects.exists()


def test_another_teams_area_is_not_there_and_nothing_can_be_moved_into_it(cast, ports, as_member):
    theirs = make.area(team=cast.charlie.team, name="Theirs")
    client = as_member(cast.alice)
    make.article(member=cast.alice, areas=[ports])
    assert client.get(address(cast, "edit_area", theirs.pk)).status_code == 404
    assert client.post(address(cast, "merge_area", ports.pk), {"into": theirs.pk}).status_code == 422
    assert Area.objects.count() == 2


def test_two_who_merge_the_same_do_it_once(cast, ports, sea):
    assert arranging.merge(area=ports, into=sea, member=cast.alice) is True
    assert arranging.merge(area=ports, into=sea, member=cast.alice) is False


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_crosswise_leave_one_area_with_everything(cast, ports, sea):
    for area in (ports, sea):
        make.article(member=cast.alice, title=area.name, areas=[area])
    together(
        lambda: arranging.merge(area=ports, into=sea, member=cast.alice),
        lambda: arranging.merge(area=sea, into=ports, member=cast.erin),
    )
    assert under(Area.objects.get()) == {"Ports", "Black Sea"}


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("area:ports wheat", 'area:"New One" wheat'),
        ('wheat  -Area:"Ports" OR (area:ports)', 'wheat  -area:"New One" OR (area:"New One")'),
        ("area:“ports” 'kept' “as it is”", "area:\"New One\" 'kept' “as it is”"),
        ("title:ports ports area:sports", "title:ports ports area:sports"),
        ("", ""),
    ],
)
def test_a_value_in_a_query_is_said_anew_and_the_rest_stays_as_typed(typed, after):
    assert with_value(typed, field="area", meant=lambda value: value.lower() == "ports", value="New One") == after


def test_one_and_thirty_areas_cost_the_same_queries(cast, as_member):
    client = as_member(cast.alice)
    make.article(member=cast.alice, areas=[make.area(team=cast.team)])
    one = cost(client, address(cast))
    for n in range(29):
        make.article(member=cast.alice, areas=[make.area(team=cast.team, name=f"Area {n}")])
    assert cost(client, address(cast)) == one

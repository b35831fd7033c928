from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.coverage import assign, assigned_to, coverage, monday_of, weeks_until
from articles.models import Article, Assignment
from tests import make

pytestmark = pytest.mark.django_db
MONDAY = monday_of(timezone.localdate())


def counts(member) -> dict[str, list[int]]:
    return {line.area.name: [cell.count for cell in line.cells] for line in coverage(member).lines}


def test_the_weeks_are_mondays_and_end_with_this_one():
    weeks = weeks_until(date(2026, 3, 5), 3)
    assert weeks == (date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2))


def test_each_article_counts_in_its_week_and_in_each_of_its_areas(cast):
    sea, courts = make.area(team=cast.team), make.area(team=cast.team, name="Courts")
    make.article(member=cast.alice, areas=[sea, courts], published_on=MONDAY)
    make.article(member=cast.alice, areas=[sea], published_on=MONDAY - timedelta(days=1))
    make.article(member=cast.alice, areas=[sea], published_on=MONDAY - timedelta(weeks=11))
    make.article(member=cast.alice, areas=[sea], published_on=MONDAY - timedelta(weeks=11, days=1))
    make.article(member=cast.alice, areas=[sea], published_on=None)
    assert counts(cast.bob) == {"Black Sea": [1, *[0] * 9, 1, 1], "Courts": [*[0] * 11, 1]}
    assert coverage(cast.bob).undated == 1


def test_what_the_member_may_not_see_the_trash_and_the_archive_do_not_count(cast):
    sea = make.area(team=cast.team)
    for change in ({"deleted_at": timezone.now()}, {"archived_at": timezone.now()}, {"waiting": True}):
        article = make.article(member=cast.alice, areas=[sea], published_on=MONDAY)
        Article.objects.filter(pk=article.pk).update(**change)
    assert counts(cast.bob) == {"Black Sea": [0] * 12}
    assert counts(cast.erin)["Black Sea"][-1] == 1
    assert counts(cast.charlie) == {}


def test_the_map_costs_the_same_queries_for_one_area_and_thirty(cast, as_member):
    client = as_member(cast.alice)
    address = reverse("articles:coverage", args=[cast.team.slug])

    def cost(number: int) -> int:
        for n in range(number):
            area = make.area(team=cast.team, name=f"Area {number} {n}")
            make.article(member=cast.alice, areas=[area], published_on=MONDAY)
            assign(member=cast.alice, area=area, week=MONDAY, assignee=cast.bob.user)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert cost(1) == cost(30) <= 8


def test_an_empty_week_can_be_given_to_a_member_who_finds_it_on_the_first_page_and_is_done(cast, as_member):
    make.area(team=cast.team)
    coach, student = as_member(cast.alice), as_member(cast.bob)
    where = reverse("articles:assign", args=[cast.team.slug, "black-sea", MONDAY.isoformat()])
    assert where in coach.get(reverse("articles:coverage", args=[cast.team.slug])).content.decode()
    assert where not in student.get(reverse("articles:coverage", args=[cast.team.slug])).content.decode()
    coach.post(where, {"assignee": cast.bob.pk, "remark": "Ports, please", "due_on": "2030-01-01"})
    (made,) = Assignment.objects.all()
    assert (made.assignee, made.remark, made.owner) == (cast.bob.user, "Ports, please", cast.alice.user)
    shown = f"Articles for Black Sea, week of {MONDAY.day} {MONDAY:%B}"
    assert shown in student.get(reverse("team_home", args=[cast.team.slug])).content.decode()
    student.post(reverse("articles:set_done", args=[cast.team.slug, made.pk]))
    assert list(assigned_to(cast.bob)) == []
    student.post(reverse("articles:set_done", args=[cast.team.slug, made.pk]), {"open": "1"})
    assert list(assigned_to(cast.bob)) == [made]


def test_asked_again_it_is_one_assignment_with_the_new_remark(cast):
    area = make.area(team=cast.team)
    for remark in ("first", "second"):
        assign(member=cast.alice, area=area, week=MONDAY, assignee=cast.bob.user, remark=remark)
    assert Assignment.objects.get().remark == "second"


def test_a_student_may_not_mark_what_was_asked_of_another(cast, as_member):
    area = make.area(team=cast.team)
    made = assign(member=cast.alice, area=area, week=MONDAY, assignee=cast.erin.user)
    answer = as_member(cast.bob).post(reverse("articles:set_done", args=[cast.team.slug, made.pk]))
    assert answer.status_code == 403


def test_what_is_taken_back_can_be_put_back(cast, as_member):
    area = make.area(team=cast.team)
    made = assign(member=cast.alice, area=area, week=MONDAY, assignee=cast.bob.user)
    client = as_member(cast.erin)
    page = client.post(reverse("articles:remove_assignment", args=[cast.team.slug, made.pk]), follow=True)
    back = reverse("articles:restore_assignment", args=[cast.team.slug, made.pk])
    assert back in page.content.decode()
    assert list(assigned_to(cast.bob)) == []
    client.post(back)
    assert list(assigned_to(cast.bob)) == [made]


@pytest.mark.parametrize("week", ["2026-03-03", "soon", "2026-13-01"])
def test_a_week_is_named_by_its_monday(cast, as_member, week):
    make.area(team=cast.team)
    address = reverse("articles:assign", args=[cast.team.slug, "black-sea", week])
    assert as_member(cast.alice).get(address).status_code == 404


def test_what_is_older_than_the_window_is_counted_and_found(cast, as_member):
    make.area(team=cast.team)
    today = timezone.localdate()
    for days in (89, 90, 96, 97):
        make.article(member=cast.alice, title=f"{days} days", published_on=today - timedelta(days=days))
    old = coverage(cast.bob).old
    assert (old.count, old.lately) == (3, 2)
    client = as_member(cast.bob)

    def titles(words: str) -> list[str]:
        page = client.get(reverse("articles:library", args=[cast.team.slug]), {"q": words})
        return sorted(hit.article.title for hit in page.context_data["found"].hits)

    assert titles(old.words) == ["90 days", "96 days", "97 days"]
    assert titles(old.lately_words) == ["90 days", "96 days"]


def test_who_was_asked_for_articles_finds_the_area_ticked_where_they_send_them(cast, as_member):
    area = make.area(team=cast.team)
    assign(member=cast.alice, area=area, week=MONDAY, assignee=cast.bob.user)
    client = as_member(cast.bob)
    send = f"{reverse('articles:add', args=[cast.team.slug])}?area=black-sea"
    assert (
        f'href="{send}">Send in articles'
        in client.get(reverse("articles:assignments", args=[cast.team.slug])).content.decode()
    )
    assert client.get(send).context_data["filed"] == [area]
    assert client.get(send.partition("?")[0]).context_data["filed"] == []


def test_nobody_is_asked_unless_somebody_is_chosen(cast, as_member):
    make.area(team=cast.team)
    page = reverse("articles:assign", args=[cast.team.slug, "black-sea", MONDAY.isoformat()])
    assert as_member(cast.alice).post(page, {"assignee": "", "remark": "Originals"}).status_code == 422
    assert Assignment.objects.count() == 0


def test_what_was_asked_again_meanwhile_stands_and_the_other_stays_taken_back(cast, as_member):
    asked = {"member": cast.alice, "area": make.area(team=cast.team), "week": MONDAY, "assignee": cast.bob.user}
    first = assign(**asked)
    client = as_member(cast.alice)
    client.post(reverse("articles:remove_assignment", args=[cast.team.slug, first.pk]))
    again = assign(**asked)
    page = client.post(reverse("articles:restore_assignment", args=[cast.team.slug, first.pk]), follow=True)
    assert "was asked for it again meanwhile" in page.content.decode()
    assert list(assigned_to(cast.bob)) == [again]

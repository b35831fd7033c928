"""All notes on one page: found by every filter, in every order, and taken out as they were found."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.attaching import Selection, attach_note
from evidence.models import Note
from evidence.note_list import NotesForm, found, tags_of
from evidence.placing import revise_and_place
from evidence.remarking import remark
from tests import make

FIRST = Selection("Two ports that had been shut for eleven weeks")
LAST = Selection("Wheat for May delivery fell 4 percent")


@pytest.fixture
def articles(cast):
    area = make.area(team=cast.team, name="Black Sea")
    return [
        make.article(member=cast.alice, title="Ports", areas=[area]),
        make.article(member=cast.alice, title="Grain", areas=[area, make.area(team=cast.team, name="Trade")]),
    ]


@pytest.fixture
def notes(cast, articles) -> dict[str, Note]:
    """Bob's four, from the oldest to the newest, and Erin's two."""
    ports, grain = articles
    own = {
        "wheat": attach_note(member=cast.bob, article=ports, body="Why wheat?", selection=LAST, tags=["Grain", "Why"]),
        "ports": attach_note(
            member=cast.bob, article=ports, body="Which ports?", selection=FIRST, tags=["grain"], visibility="team"
        ),
        "mark": attach_note(member=cast.bob, article=grain, body="", selection=LAST),
        "whole": attach_note(member=cast.bob, article=grain, body="All of it", visibility="coaches"),
        "shared": attach_note(member=cast.erin, article=grain, body="Erin’s, for all", visibility="team"),
        "hidden": attach_note(member=cast.erin, article=grain, body="Erin’s alone"),
    }
    for days, name in enumerate(reversed(own)):
        Note.objects.filter(pk=own[name].row.pk).update(created_at=timezone.now() - timedelta(days=days))
    return {name: made.row for name, made in own.items()}


def names(member, notes, query: str = "") -> list[str]:
    known = {row.pk: name for name, row in notes.items()}
    return [known[row.pk] for row in found(NotesForm(QueryDict(query), member=member))]


def page(client, query: str = "", **headers) -> str:
    return client.get(f"{reverse('evidence:notes', args=['riverside'])}?{query}", headers=headers).content.decode()


def test_ones_own_come_first_and_all_that_one_sees_when_asked(cast, notes):
    assert names(cast.bob, notes) == ["whole", "mark", "ports", "wheat"]
    assert names(cast.bob, notes, "whose=all") == ["shared", "whole", "mark", "ports", "wheat"]
    assert names(cast.alice, notes, "whose=all") == ["shared", "whole", "ports"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=wheat", ["mark", "wheat"]),
        ("q=which", ["ports"]),
        ("q=grain", ["ports", "wheat"]),
        ("tag=GRAIN", ["ports", "wheat"]),
        ("tag=why", ["wheat"]),
        ("tag=gra", []),
        ("visibility=private", ["mark", "wheat"]),
        ("visibility=coaches", ["whole"]),
        ("kind=marks", ["mark"]),
        ("kind=words&q=wheat", ["wheat"]),
        ("order=oldest", ["wheat", "ports", "mark", "whole"]),
        ("order=article", ["whole", "mark", "ports", "wheat"]),
        ("area=nonsense&since=nonsense&article=nonsense&order=x", ["whole", "mark", "ports", "wheat"]),
    ],
)
def test_each_filter_and_order(cast, notes, query, expected):
    assert names(cast.bob, notes, query) == expected


def test_by_area_article_and_day(cast, notes, articles):
    ports, grain = articles
    trade = grain.areas.get(name="Trade")
    assert names(cast.bob, notes, f"area={trade.pk}") == ["whole", "mark"]
    assert names(cast.bob, notes, f"article={ports.pk}") == ["ports", "wheat"]
    day = timezone.localtime(Note.objects.get(pk=notes["ports"].pk).created_at).date()
    assert names(cast.bob, notes, f"since={day}") == ["whole", "mark", "ports"]
    assert names(cast.bob, notes, f"until={day}") == ["ports", "wheat"]
    assert names(cast.bob, notes, f"since={day}&until={day}") == ["ports"]


def test_with_replies_means_replies_that_one_sees(cast, notes):
    remark(member=cast.erin, about=notes["ports"], body="Both")
    remark(member=cast.erin, about=notes["ports"], body="Both again")
    remark(member=cast.alice, about=notes["whole"], body="Hm", visibility="private")
    remark(member=cast.bob, about=notes["wheat"], body="gone").remark.remove(by=cast.bob.user)
    assert names(cast.bob, notes, "replies=on") == ["ports"]


def test_without_a_place(cast, notes, articles):
    text = articles[0].current.markdown.replace("Wheat for May delivery fell 4 percent in two days", "Nothing fell")
    revise_and_place(member=cast.alice, article=articles[0], markdown=text, number=1)
    assert names(cast.bob, notes, "lost=on") == ["wheat"]


def test_last_changed_first(cast, notes):
    notes["wheat"].save()
    assert names(cast.bob, notes, "order=changed")[0] == "wheat"


def test_tags_are_offered_with_their_counts_under_the_other_filters(cast, notes):
    def offered(query: str) -> list[tuple[str, int, str, bool]]:
        asked = QueryDict(query)
        return [(t.tag, t.count, t.href, t.current) for t in tags_of(NotesForm(asked, member=cast.bob), asked)]

    assert [one[:2] for one in offered("")] == [("Grain", 2), ("Why", 1)]
    assert offered("q=which&tag=grain") == [("grain", 1, "?q=which", True)]
    assert offered("q=nothing&tag=Why") == [("Why", 0, "?q=nothing", True)]


def test_a_mark_and_a_days_fault_are_said_on_the_page(cast, notes, as_member):
    html = page(as_member(cast.bob), "since=2026-13-40")
    assert "Mark<span" in html and "4 notes" in html
    assert "Enter a valid date." in html
    assert '<details class="more-filters" open>' in html


def test_a_swap_is_the_list_alone_and_pages_keep_the_filters(cast, notes, articles, as_member):
    for number in range(21):
        attach_note(member=cast.bob, article=articles[0], body=f"More {number}")
    client = as_member(cast.bob)
    html = page(client, "q=more", **{"HX-Request": "true"})
    assert "<html" not in html and "?q=more&amp;page=2" in html
    assert "More 0<" in page(client, "q=more&page=2")


def test_the_list_costs_the_same_queries_for_one_and_for_thirty(cast, articles, as_member):
    def add() -> None:
        row = attach_note(member=cast.bob, article=articles[0], body="Why?", tags=["a"], visibility="team").row
        remark(member=cast.erin, about=row, body="So?")

    def cost() -> int:
        client = as_member(cast.bob)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    add()
    few = cost()
    for _ in range(29):
        add()
    assert cost() == few


def taken(client, query: str) -> str:
    response = client.get(f"{reverse('evidence:taken_out', args=['riverside'])}?what=notes&{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_what_is_found_is_taken_out_with_its_source_in_three_formats(cast, notes, articles, as_member):
    client = as_member(cast.bob)
    for format in ("markdown", "text"):
        text = taken(client, f"q=wheat&kind=words&format={format}")
        assert "Why wheat?" in text and "Wheat for May delivery fell 4 percent" in text
        assert "Ports" in text and "Grain, Why" in text
        assert "Which ports?" not in text and "Erin" not in text
    rows = list(csv.DictReader(io.StringIO(taken(client, "tag=grain&order=oldest&format=table"))))
    assert [(row["Analysis or note"], row["Article"], row["Tags"]) for row in rows] == [
        ("Why wheat?", "Ports", "Grain; Why"),
        ("Which ports?", "Ports", "grain"),
    ]


def test_a_note_that_looks_like_a_formula_is_none_in_the_table(cast, articles, as_member):
    attach_note(member=cast.bob, article=articles[0], body="=HYPERLINK(1)", tags=["=1+1"])
    (row,) = csv.DictReader(io.StringIO(taken(as_member(cast.bob), "format=table")))
    assert (row["Analysis or note"], row["Tags"]) == ("'=HYPERLINK(1)", "'=1+1")


def test_nobody_takes_out_what_they_do_not_see(cast, notes, as_member):
    text = taken(as_member(cast.alice), "whose=all&format=text")
    assert "Why wheat?" not in text and "Erin’s alone" not in text
    assert "Which ports?" in text


def test_a_note_is_given_tags_and_keeps_those_that_a_form_does_not_speak_of(cast, notes, as_member):
    row, client = notes["wheat"], as_member(cast.bob)
    address = reverse("evidence:edit_note", args=["riverside", row.pk])
    data = {"body": "Because.", "visibility": "private", "version": 1}
    client.post(address, data)
    row.refresh_from_db()
    assert (row.body, row.tags) == ("Because.", ["Grain", "Why"])
    client.post(address, {**data, "version": 2, "tags": "oil, #Oil, "})
    row.refresh_from_db()
    assert (row.tags, row.tag_keys) == (["oil"], "\noil\n")

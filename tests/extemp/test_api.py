"""The read API: a token reads what its member may see, and nothing else."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from articles.models import Article, Question
from evidence.attaching import Selection, attach_card
from evidence.editing import mark_words
from extemp.api import gate
from extemp.api.site import description
from teams import joining, tokens
from teams.models import ApiToken
from tests import make

pytestmark = pytest.mark.django_db
QUOTE = "Two ports that had been shut for eleven weeks"


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


@pytest.fixture
def read(cast):
    """`read(cast.bob, "articles", q="grain")` -> the answer to Bob's token."""
    made = {}

    def ask(member, name: str, *, token: str = "", args: dict | None = None, **query):
        if not token:
            made[member.pk] = made.get(member.pk) or tokens.make_token(member=member, name="test").token
            token = made[member.pk]
        address = reverse(f"api:{name}", kwargs=args or {}, query=query or None)
        return Client().get(address, headers={"Authorization": f"Bearer {token}"})

    return ask


def card(member, article, **given):
    return attach_card(member=member, article=article, selection=Selection(QUOTE), tag="Ports", cite="C", **given).row


def test_a_token_reads_articles_as_the_library_page_finds_them(cast, read):
    area = make.area(team=cast.team)
    make.article(member=cast.alice, title="Ports Reopen", areas=[area], questions=["Will they stay open?"])
    make.article(member=cast.alice, title="A Long Winter", body="Heating oil.")
    found = read(cast.bob, "articles", q="wheat", area="black-sea")
    assert found.status_code == 200
    assert [(item["title"], item["areas"]) for item in found.json()["items"]] == [("Ports Reopen", ["black-sea"])]
    assert read(cast.bob, "articles").json()["total"] == 2
    assert found["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_one_article_comes_with_its_text_its_hashes_its_questions_and_sources(cast, read):
    article = make.article(member=cast.alice, questions=["Will they stay open?"])
    said = read(cast.bob, "article", args={"article_id": article.pk}).json()
    current = Article.objects.get().current
    assert (said["text"], said["html"], said["sha256"]) == (current.text, current.html, current.sha256)
    assert said["questions"] == ["Will they stay open?"]
    assert [source["publication"] for source in said["sources"]] == ["The Harbour Gazette"]


def test_another_teams_and_hidden_rows_are_absent(cast, read):
    article = make.article(member=cast.alice)
    private = make.article(member=cast.erin)
    Article.objects.filter(pk=private.pk).update(visibility="private")
    hidden = card(cast.erin, article, visibility="private")
    assert read(cast.charlie, "article", args={"article_id": article.pk}).status_code == 404
    assert read(cast.charlie, "articles").json()["total"] == 0
    assert read(cast.bob, "article", args={"article_id": private.pk}).status_code == 404
    assert read(cast.bob, "card", args={"card_id": hidden.pk}).status_code == 404
    assert read(cast.bob, "cards").json()["items"] == []
    assert read(cast.erin, "cards").json()["total"] == 1


def test_a_card_comes_with_its_passage(cast, read):
    article = make.article(member=cast.alice)
    row = card(cast.alice, article)
    mark_words(card=row, version=1, by=cast.alice.user, first=0, last=0, level="highlight")
    said = read(cast.bob, "card", args={"card_id": row.pk}).json()
    assert (said["quotation"], said["cite"], said["spans"]) == (QUOTE, "C", {"highlight": [[0, 3]]})
    assert said["passage"]["article"] == str(article.pk)
    start, end = said["passage"]["start"], said["passage"]["end"]
    assert article.current.text[start:end] == QUOTE
    assert read(cast.bob, "cards", q="ports").json()["total"] == 1
    assert read(cast.bob, "cards", q="zebra").json()["total"] == 0


def test_questions_are_those_that_can_be_drawn_or_the_retired(cast, read):
    live, old = make.question(member=cast.alice), make.question(member=cast.alice)
    Question.objects.filter(pk=old.pk).update(retired_at="2026-01-01T00:00Z")
    assert [item["id"] for item in read(cast.bob, "questions").json()["items"]] == [str(live.pk)]
    assert [item["id"] for item in read(cast.bob, "questions", retired="true").json()["items"]] == [str(old.pk)]


@pytest.mark.parametrize("token", ["", "wrong", "extemp_" + "x" * 43])
def test_without_a_good_token_the_answer_is_401(cast, token):
    answer = Client().get(reverse("api:articles"), headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (401, "application/json")


def test_a_token_dies_with_the_membership_and_by_revocation(cast, read):
    made = tokens.make_token(member=cast.bob, name="x")
    assert read(cast.bob, "areas", token=made.token).status_code == 200
    tokens.revoke_token(token=made.row)
    assert read(cast.bob, "areas", token=made.token).status_code == 401
    other = tokens.make_token(member=cast.bob, name="y")
    joining.end(member=cast.bob)
    assert read(cast.bob, "areas", token=other.token).status_code == 401


def test_only_a_hash_of_the_token_is_stored_and_its_use_is_told(cast, read):
    made = tokens.make_token(member=cast.bob, name="x")
    row = ApiToken.objects.get()
    assert made.token not in str(vars(row)) and row.ending == made.token[-4:]
    read(cast.bob, "areas", token=made.token)
    row.refresh_from_db()
    assert row.last_used_at is not None


def test_nothing_can_be_written(cast, read):
    made = tokens.make_token(member=cast.alice, name="x")
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(), method)(reverse("api:articles"), headers={"Authorization": f"Bearer {made.token}"})
        assert answer.status_code == 405


def test_a_member_who_is_barred_reads_nothing_and_is_told_why(cast, read, monkeypatch):
    monkeypatch.setattr(gate, "barred", lambda member: "A round is under way.")
    answer = read(cast.bob, "articles")
    assert (answer.status_code, answer.json()) == (403, {"detail": "A round is under way."})


def test_too_many_requests_in_a_minute_are_refused(cast, read):
    answers = [read(cast.bob, "areas").status_code for _ in range(int(gate.RATE.split("/")[0]) + 1)]
    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)


@pytest.mark.parametrize("query", [{"page": "0"}, {"size": "101"}, {"side": "left"}])
def test_a_parameter_that_cannot_be_is_explained(cast, read, query):
    assert read(cast.bob, "articles", **query).status_code == 422


def test_a_page_costs_the_same_queries_for_one_row_and_thirty(cast, read):
    article = make.article(member=cast.alice)

    def cost(name: str) -> int:
        read(cast.alice, name)
        with CaptureQueriesContext(connection) as queries:
            read(cast.alice, name, size=100)
        return len(queries)

    def fill(number: int) -> None:
        for _ in range(number):
            make.article(member=cast.alice, areas=[make.area(team=cast.team)], questions=["Who pays?"])
            make.question(member=cast.alice)
            card(cast.alice, article)

    fill(1)
    few = [cost(name) for name in ("articles", "questions", "cards")]
    fill(30)
    assert [cost(name) for name in ("articles", "questions", "cards")] == few


def test_the_description_names_every_route_and_its_problems():
    document = description()
    patterns = [p for p in get_resolver().url_patterns if getattr(p, "namespace", None) == "api"]
    routes = {f"/api/v1/{p.pattern}" for p in patterns[0].url_patterns}
    assert {path.replace("{", "<uuidstr:").replace("}", ">") for path in document["paths"]} == routes
    assert document["openapi"].startswith("3.")
    for methods in document["paths"].values():
        assert list(methods) == ["get"]
        assert {"200", "401", "403", "404", "422", "429"} <= {str(code) for code in methods["get"]["responses"]}


def test_the_account_page_makes_a_token_shows_it_once_and_revokes_it(cast, as_member):
    client = as_member(cast.bob)
    page = client.post(reverse("teams:make_token"), {"name": "Wall screen", "team": str(cast.bob.pk)})
    token = page.context_data["new_token"].token
    assert token in page.content.decode()
    assert "Wall screen" in (again := client.get(reverse("teams:account")).content.decode()) and token not in again
    client.post(reverse("teams:revoke_token", args=[ApiToken.objects.get().pk]))
    assert tokens.member_of(token) is None


def test_nobody_makes_a_token_for_a_team_of_others(cast, as_member):
    answer = as_member(cast.bob).post(reverse("teams:make_token"), {"name": "x", "team": str(cast.charlie.pk)})
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)

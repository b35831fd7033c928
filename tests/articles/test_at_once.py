"""Two leaders at the very same moment: nobody is answered an error because the other was there."""

import pytest
from django.db import OperationalError

from articles.filing import keep_rule
from articles.models import Article, Question
from articles.storing.pipeline import import_article
from articles.storing.questions import ask_all, asked
from articles.tidying.articles import ARTICLES
from articles.tidying.steps import Act, Step, tidy
from teams.joining import make_team
from tests import make
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_articles_are_tidied_and_filed_by_a_rule_at_once(cast):
    rows = [make.article(member=cast.alice, body=f"Wheat story {number} of the ports.") for number in range(20)]
    area, courts = make.area(team=cast.team), make.area(team=cast.team, name="Courts")
    keys = tuple(row.pk for row in rows)
    for number in range(3):
        done = together(
            lambda tag=f"t{number}": tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.TAG, tag, keys)),
            lambda: tidy(member=cast.erin, shelf=ARTICLES, step=Step(Act.FILE, area.slug, keys[::-1])),
            lambda: keep_rule(member=cast.erin, query="wheat story", area=courts),
        )
        assert not [one for one in done if isinstance(one, Exception)], done
        assert {Article.objects.filter(areas=one).count() for one in (area, courts)} == {20}
        Article.areas.through.objects.all().delete()


def test_two_articles_that_ask_the_same_in_another_order_are_brought_in_at_once(cast):
    area = make.area(team=cast.team)

    def brings(member, questions):
        draft = make.draft(questions=questions)
        return lambda: import_article(member=member, draft=draft, original=b"x", areas=[area])

    for number in range(4):
        words = [f"Will port {number} open gate {gate}?" for gate in range(30)]
        done = together(brings(cast.alice, words), brings(cast.erin, words[::-1]))
        assert not [one for one in done if isinstance(one, Exception)], done
        made = Question.objects.filter(text__in=words)
        assert [question.articles.count() for question in made] == [2] * 30


def test_questions_that_another_has_asked_in_another_order_are_there_once(cast, monkeypatch):
    create, tries = Question.objects.bulk_create, []

    def waits(rows, **asked):
        tries.append(len(rows))
        if len(tries) == 1:
            raise OperationalError("deadlock detected")
        return create(rows, **asked)

    monkeypatch.setattr(Question.objects, "bulk_create", waits)
    made = ask_all(member=cast.alice, questions=[asked("Will it hold?"), asked("Who pays?")])
    assert [question.text for question in made] == ["Will it hold?", "Who pays?"] and tries == [2, 2]


def test_teams_of_one_name_that_are_made_at_once_have_an_address_each(cast):
    people = [make.user() for _ in range(3)]
    done = together(*(lambda one=one: make_team(user=one, name="Riverside Debate") for one in people))
    assert len({member.team.slug for member in done}) == 3

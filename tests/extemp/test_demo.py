import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Question
from evidence.models import Card, Note
from extemp.demo import PASSWORD, NotTheDemo, seed
from practice.clock import fold
from practice.hearing.citing import citing
from practice.hearing.focus import standing_focus
from practice.hearing.sections import spent
from practice.models import Ballot, Comment, Round, RoundEvent, Said, Tournament
from practice.phases import Phase
from teams.models import Membership, Team, User
from tests import make

HEARD = (Ballot, Comment, Said)
TABLES = (Team, User, Membership, Article, Question, Note, Card, Round, RoundEvent, Tournament, *HEARD)


def test_the_demo_is_a_team_with_everything_to_look_at(db):
    seeded = seed()
    assert (seeded.team.slug, seeded.people, seeded.articles, seeded.questions) == (
        "riverside",
        ("coach", "ana", "ben"),
        14,
        40,
    )
    assert all(400 <= article.words <= 700 for article in Article.objects.all())
    assert (Note.objects.count(), Card.objects.count()) == (8, 10)
    assert not [row for model in (Note, Card) for row in model.objects.all() if row.passage is None]


def test_loading_it_again_adds_nothing(db):
    seed()
    before = [model.objects.count() for model in TABLES]
    seed()
    assert [model.objects.count() for model in TABLES] == before


@pytest.mark.parametrize("model", [Card, Tournament])
def test_what_a_visitor_removed_stays_removed(db, model):
    seed()
    row = model.objects.first()
    row.remove(by=row.owner)
    seed()
    row.refresh_from_db()
    assert row.deleted_at is not None and model.objects.count() == (10 if model is Card else 1)


def test_its_tournament_is_some_days_off_with_areas_in_order_and_who_goes(db):
    seed()
    row = Tournament.objects.get()
    assert row.countdown() == "12 days to go" and row.areas[0].name == "Trade and Finance" and len(row.areas) == 5
    assert sorted(one.user.username for one in row.going.all()) == ["ana", "ben"]


def test_its_round_is_finished_and_its_events_add_up(db):
    seed()
    told = Round.objects.get()
    assert told.finished_at is not None and told.question is not None
    state = fold(told.happened, told.figures, told.finished_at)
    assert (state.phase, state.prep_used, state.speech_used) == (Phase.DONE, 1740, 424)


def test_its_round_was_listened_to_and_judged(db, client):
    seed()
    told, ana = Round.objects.get(), Membership.objects.get(user__username="ana")
    found = citing(round=told, reader=ana)
    assert [row.said.second for row in found.shown] == [66, 112, 182, 243, 318, 362]
    assert [row.checked.verdict for row in found.shown].count("date differs") == 1
    assert (found.counts.said, found.counts.found, found.counts.missing, len(found.left)) == (6, 4, 1, 1)
    times = spent(told.happened, told.clock(), 420)
    assert [round(one.spent) for one in times] == [58, 113, 118, 105, 30]
    assert Comment.objects.filter(draft=False).count() == 6 and Ballot.objects.get().given_at is not None
    assert standing_focus(member=ana).text == "Say the full date of every source"
    client.login(username="ana", password=PASSWORD)
    page = client.get(f"/t/riverside/practice/{told.pk}/review/").content.decode()
    assert "Searched “bread price”" in page and "In the outline and not said" in page


def test_a_team_of_that_name_that_is_somebody_elses_is_left_alone(db):
    make.team(slug="riverside", name="The real Riverside")
    with pytest.raises(NotTheDemo):
        seed()
    assert User.objects.count() == 0


def test_a_public_host_refuses_the_demo(db, settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match="passwords are known"):
        call_command("seed_demo")
    assert Team.objects.count() == 0


def test_one_can_enter_as_the_command_says(db, client):
    seed()
    assert client.login(username="ana", password=PASSWORD)

"""Sources as said, held against a team's library."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles.models import Article, Publisher
from evidence.attaching import Selection, attach_card
from practice.hearing.citing import Meanwhile, amend, citing, hear, tick
from practice.hearing.matching import Verdict
from practice.models import Said
from practice.outline.points import attach
from practice.rounds import open_file
from tests import make


@pytest.fixture
def round(cast):
    return make.prepping(member=cast.bob, at=timezone.now() - timedelta(hours=1), visibility="team")


def filed(cast, publisher: str, day: date | None, **more) -> Article:
    article = make.article(member=cast.alice, published_on=day)
    Article.objects.filter(pk=article.pk).update(publisher=publisher, **{"kind": "original", **more})
    article.refresh_from_db()
    return article


def heard(cast, round, publication: str, day: str = "", **more) -> Said:
    told = {"publication": publication, "day": day, **more}
    return hear(member=cast.alice, round=round, told=told, client_id=uuid4()).said


def verdicts(round, reader) -> list[Verdict]:
    return [one.checked.verdict for one in citing(round=round, reader=reader).shown]


def test_what_arrives_twice_is_noted_once_and_another_source_under_its_client_id_too(cast, round):
    same, said = uuid4(), [{"publication": name, "day": "May 12"} for name in ("NYT", "The Economist", "NYT")]
    first, other, again = (hear(member=cast.alice, round=round, told=told, client_id=same) for told in said)
    assert (first.repeated, other.repeated, again.repeated) == (False, False, True)
    assert (other.said.publication, again.said) == ("The Economist", first.said)


def test_a_team_of_its_own_register_finds_by_alias(cast, round):
    Publisher.objects.create(team=cast.team, name="The Harbour Gazette", aliases=["the Harbour"])
    filed(cast, "The Harbour Gazette", date(2026, 3, 3))
    heard(cast, round, "the harbour", "March 3rd, 2026")
    assert verdicts(round, cast.alice) == [Verdict.FOUND]


@pytest.mark.parametrize("said", ["harbour gazette", "The Harbour Gazette", "the Harbour Gazette."])
def test_a_publication_that_no_register_knows_is_found_however_its_name_is_written(cast, round, said):
    article = filed(cast, "The Harbour Gazette", date(2026, 3, 3))
    filed(cast, "Harbour Gazette", date(2026, 1, 1))
    heard(cast, round, said, "March 3rd, 2026")
    (told,) = citing(round=round, reader=cast.alice).shown
    assert (told.checked.verdict, told.article) == (Verdict.FOUND, article)


def test_a_publication_of_the_library_that_was_misheard_is_asked_about(cast, round):
    filed(cast, "The Harbour Gazette", date(2026, 3, 3))
    heard(cast, round, "Harbor Gazette")
    (told,) = citing(round=round, reader=cast.alice).shown
    assert (told.checked.verdict, told.checked.maybe) == (Verdict.MISSING, "The Harbour Gazette")


def test_all_answers_at_once(cast, round):
    article = filed(cast, "New York Times", date(2026, 3, 3))
    filed(cast, "Reuters", date(2026, 3, 1))
    make.source(round=round, article=article)
    tick(member=cast.alice, round=round, source=round.points.get(slot="point_1").sources.get())
    heard(cast, round, "Reuters", "March 2nd, 2026")
    heard(cast, round, "The Onion", "March 2nd")
    heard(cast, round, "NYT", "last Tuesday")
    told = citing(round=round, reader=cast.alice)
    answers = [one.checked.verdict for one in told.shown]
    assert answers == [Verdict.FOUND, Verdict.DIFFERS, Verdict.MISSING, Verdict.UNREAD]
    assert told.shown[0].article == article and told.shown[1].checked.filed == date(2026, 3, 1)
    assert (told.counts.said, told.counts.publications, told.target) == (4, 3, 7)


def test_a_source_of_the_outline_that_was_not_said_is_left(cast, round):
    said, silent = filed(cast, "Reuters", date(2026, 3, 1)), filed(cast, "Politico", date(2026, 3, 1))
    make.source(round=round, article=said)
    make.source(round=round, article=silent, slot="point_2")
    make.source(round=round, article=said, slot="point_3")
    told = citing(round=round, reader=cast.alice)
    assert [source.article for source, _ in told.offered] == [said, silent], "each once"
    heard(cast, round, "Reuters", "March 1st, 2026")
    assert [source.article for source in citing(round=round, reader=cast.alice).left] == [silent]


def test_ticking_twice_is_ticking_once_whoever_does_it(cast, round):
    source = make.source(round=round, article=filed(cast, "Reuters", date(2026, 3, 1)))
    first = tick(member=cast.alice, round=round, source=source)
    again = tick(member=cast.erin, round=round, source=source)
    assert again.repeated and again.said == first.said and Said.objects.count() == 1


def test_who_cites_the_original_of_the_digest_they_opened_is_told(cast, round):
    digest = make.article(member=cast.alice)  # it drew on The Harbour Gazette
    open_file(round=round, article=digest)
    heard(cast, round, "Harbour Gazette", "March 2nd")
    told = citing(round=round, reader=cast.alice).shown[0]
    assert told.checked.verdict is Verdict.DIGEST and told.article == digest
    assert "the file you opened was a digest of it" in told.checked.words


def test_a_quotation_is_held_against_the_card_and_else_against_the_article(cast, round):
    article = filed(cast, "Reuters", date(2026, 3, 1))
    place = Selection("Wheat for May delivery fell 4 percent in two days")
    card = attach_card(member=cast.bob, article=article, selection=place, tag="Wheat", cite="R").row
    attach(round=round, slot="point_1", card=card)
    source = round.points.get(slot="point_1").sources.get()
    said = tick(member=cast.alice, round=round, source=source).said
    amend(said=said, told={"words": "wheat fell 5 percent"}, version=1)
    heard(cast, round, "Reuters", words="“We will wait for thirty days”")
    shown = citing(round=round, reader=cast.alice).shown
    assert [one.quoted for one in shown] == [False, True]
    assert shown[0].against.startswith("Wheat for May delivery")


def test_a_private_card_shows_its_words_to_nobody_else(cast, round):
    article = filed(cast, "Reuters", date(2026, 3, 1))
    place = Selection("Wheat for May delivery fell 4 percent in two days")
    card = attach_card(
        member=cast.bob, article=article, selection=place, tag="Wheat", cite="R", visibility="private"
    ).row
    attach(round=round, slot="point_1", card=card)
    said = tick(member=cast.alice, round=round, source=round.points.get(slot="point_1").sources.get()).said
    amend(said=said, told={"words": "wheat fell"}, version=1)
    assert citing(round=round, reader=cast.alice).shown[0].against == ""


def test_an_article_that_was_merged_is_still_what_was_ticked(cast, round):
    from evidence.merging import merge  # noqa: PLC0415 - one test's

    gone, stays = filed(cast, "Reuters", date(2026, 3, 1)), filed(cast, "Reuters", date(2026, 3, 1))
    tick(member=cast.alice, round=round, source=make.source(round=round, article=gone))
    merge(member=cast.alice, stays=stays, gone=gone)
    told = citing(round=round, reader=cast.alice)
    assert told.shown[0].article == stays and told.left == ()


def test_a_late_change_does_not_write_over_another(cast, round):
    said = heard(cast, round, "Reuters")
    assert amend(said=said, told={"day": "March 1st"}, version=1).said.version == 2
    late = amend(said=said, told={"day": "March 2nd"}, version=1)
    assert isinstance(late, Meanwhile) and late.said.day == "March 1st"


def test_it_costs_the_same_queries_for_one_source_and_many(cast, round, django_assert_max_num_queries):
    def ask(n):
        for number in range(n):
            article = filed(cast, "Reuters", date(2026, 3, 1 + number))
            make.source(round=round, article=article, slot=f"point_{number % 3 + 1}")
            heard(cast, round, "Reuters", "March 1st", words="wheat")
        with django_assert_max_num_queries(12) as asked:
            citing(round=round, reader=cast.alice)
        return len(asked)

    assert ask(1) == ask(4)


def test_the_speaker_sees_nothing_that_listeners_heard_while_the_round_is_under_way(cast, round):
    filed(cast, "The Harbour Gazette", date(2026, 3, 3))
    heard(cast, round, "The Harbour Gazette")
    own = hear(member=cast.bob, round=round, told={"publication": "Coast Dispatch"}, client_id=uuid4()).said
    assert [one.said for one in citing(round=round, reader=cast.bob).shown] == [own]
    assert len(citing(round=round, reader=cast.alice).shown) == 2
    round.finished_at = timezone.now()
    assert len(citing(round=round, reader=cast.bob).shown) == 2

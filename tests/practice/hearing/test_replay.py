"""What a speaker did in the room, line by line."""

from datetime import timedelta

from django.utils import timezone

from evidence.attaching import Selection, attach_card, attach_note
from practice.rounds import end_speech, start_speech
from tests import make
from tests.practice.pages import HTMX, at, text


def test_the_replay_has_what_was_searched_for_and_the_notes_and_cards_that_were_made(cast, bob, as_member):
    drawn = timezone.now() - timedelta(minutes=5)
    round = make.prepping(member=cast.bob, at=drawn)
    article = make.article(member=cast.alice)
    for words in ("wheat price", " wheat  price ", ""):
        assert bob.post(at(round, "searched/"), {"q": words}, headers=HTMX).status_code == 204
    bob.post(at(round, "open/"), {"file": f"article:{article.pk}", "q": "ports"}, headers=HTMX)
    attach_note(member=cast.bob, article=article, body="Private thought")
    attach_note(member=cast.bob, article=article, body="Shown to all", visibility="team")
    attach_note(member=cast.alice, article=article, body="Somebody else’s", visibility="team")
    start_speech(round=round)
    end_speech(round=round)
    page = text(bob.get(at(round, "review/")))
    assert page.count("Searched “wheat price”") == 1
    assert page.index("Searched “ports”") < page.index("Opened") < page.index("Private thought")
    told = text(as_member(cast.alice).get(at(round, "review/")))
    assert "Note made: Shown to all" in told and "Private" not in told and "Somebody else" not in told
    assert bob.post(at(round, "searched/"), {"q": "late"}, headers=HTMX).status_code == 409


def test_the_replay_names_the_cards_that_were_used_to_who_may_see_them(cast, bob, as_member):
    round = make.prepping(member=cast.bob, at=timezone.now() - timedelta(minutes=5), visibility="team")
    article = make.article(member=cast.alice)
    told = {"article": article, "tag": "Ships sail again", "cite": "Weiss", "visibility": "private"}
    card = attach_card(member=cast.bob, selection=Selection(exact="Two ports that had been shut"), **told).row
    bob.post(at(round, "open/"), {"file": f"card:{card.pk}"}, headers=HTMX)
    bob.post(at(round, "attach/"), {"attach": f"point_1 card:{card.pk}"}, headers=HTMX)
    start_speech(round=round)
    end_speech(round=round)
    page = text(bob.get(at(round, "review/")))
    assert "Opened: Ships sail again" in page and "Source attached to Point 1: Ships sail again" in page
    told_erin = text(as_member(cast.erin).get(at(round, "review/")))
    assert "a file that you may not see" in told_erin
    assert "Ships sail again" not in told_erin

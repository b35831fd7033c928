"""The files of the prep room, and the review."""

from datetime import timedelta

from django.utils import timezone

from evidence.attaching import Selection, attach_note
from evidence.models import Card
from practice.files import for_question
from practice.outline.layouts import lay_out, shipped
from practice.rounds import end_speech, open_file, pause, ready, start_speech
from tests import make
from tests.practice.pages import HTMX, at, slot, text

# The files


def test_the_files_begin_with_what_belongs_to_the_question(cast, bob):
    article = make.article(
        member=cast.alice, title="Ports Reopen", questions=["Will A?", "Will the ports stay open?", "Will C?"]
    )
    other = make.article(member=cast.alice, title="Nothing Alike", body="Quite another matter of school lunches.")
    round = make.prepping(member=cast.bob)
    page = text(bob.get(at(round, "prep/")))
    assert "For this question 1" in page
    assert article.title in page
    assert other.title not in page


def test_an_article_that_shares_one_word_with_the_question_gives_way_to_those_that_share_two(cast):
    question = make.question(member=cast.alice, text="Will voters trust the Kelmar election?")
    near = [
        make.article(member=cast.alice, title=title, body=f"{title}, says the council.")
        for title in (
            "Kelmar Counts Its Election Again",
            "Voters Trust Nobody",
            "Election Day in Kelmar",
            "Kelmar Voters",
        )
    ]
    far = make.article(member=cast.alice, title="Trust for a Reef", body="A trust buys debt to save a reef.")

    def named() -> list[str]:
        hits = for_question(member=cast.bob, question_id=question.pk, text=question.text)
        return [hit.title for hit in hits]

    assert named()[-1] == far.title and len(named()) == len(near) + 1  # few speak to it: what may comes behind
    make.article(member=cast.alice, title="Who Votes in Kelmar", body="The election in Kelmar is near.")
    assert far.title not in named() and len(named()) == len(near) + 1


def test_a_search_answers_with_the_hits_alone_and_as_a_page_without_script(cast, bob, prep):
    make.article(member=cast.alice, title="Ports Reopen")
    swapped = bob.get(at(prep, "files/?q=wheat"), headers=HTMX)
    assert swapped.content.decode().strip().startswith('<div id="hits">')
    assert "<mark>Wheat</mark> for May delivery" in swapped.content.decode()
    assert "Ports Reopen" in text(bob.get(at(prep, "prep/?q=wheat")))


def test_an_article_opens_in_the_room_and_the_round_remembers(cast, bob, prep):
    article = make.article(member=cast.alice)
    assert bob.get(at(prep, f"prep/?article={article.pk}")).status_code == 200
    assert prep.events.filter(kind="opened").count() == 0
    swapped = bob.post(at(prep, "open/"), {"file": f"article:{article.pk}"}, headers=HTMX)
    assert swapped.content.decode().strip().startswith('<section id="open"')
    assert "took in their first ships on Monday" in text(swapped)
    assert prep.events.filter(kind="opened").count() == 1
    assert "Opened 1" in text(bob.get(at(prep, "files/?show=opened"), headers=HTMX))


def test_a_button_without_script_leads_back_to_the_room_with_the_file_and_the_search(cast, bob, prep):
    article = make.article(member=cast.alice)
    response = bob.post(at(prep, "open/"), {"file": f"article:{article.pk}", "q": "first ships"})
    assert response["Location"] == at(prep, f"prep/?q=first+ships&article={article.pk}#open")


def test_a_card_opens_and_is_attached_and_both_stand_in_the_outline(cast, bob, prep):
    article = make.article(member=cast.alice)
    card = Card.objects.create(
        team=cast.team, owner=cast.alice.user, article=article, tag="Insurers wait", cite="Oduya", quotation="We will"
    )
    assert "Insurers wait" in text(bob.post(at(prep, "open/"), {"file": f"card:{card.pk}"}, headers=HTMX))
    swapped = bob.post(at(prep, "attach/"), {"attach": f"point_1 card:{card.pk}"}, headers=HTMX)
    bob.post(at(prep, "attach/"), {"attach": f"point_2 article:{article.pk}"}, headers=HTMX)
    assert "1 of 7 sources" in text(swapped)
    page = text(bob.get(at(prep, "prep/")))
    assert page.count("Castellanos and Weiss, 3 Mar 2026 ✕") == 2
    assert "1 of 7 sources" in page


def test_what_may_not_be_seen_can_be_neither_opened_nor_attached(cast, bob, prep):
    private = Card.objects.create(
        team=cast.team, owner=cast.alice.user, tag="Mine", cite="x", quotation="y", visibility="private"
    )
    foreign = make.article(member=cast.charlie)
    for file in (f"card:{private.pk}", f"article:{foreign.pk}", "article:x", "user:1", ""):
        assert bob.post(at(prep, "open/"), {"file": file}).status_code == 404
        assert bob.post(at(prep, "attach/"), {"attach": f"point_1 {file}"}).status_code == 404
    assert bob.get(at(prep, f"prep/?card={private.pk}")).status_code == 404


def test_a_source_of_another_round_cannot_be_taken_off(cast, bob, prep):
    source = make.source(round=make.prepping(member=cast.erin), article=make.article(member=cast.alice))
    assert bob.post(at(prep, "detach/"), {"source": source.pk}).status_code == 404


def test_the_last_source_of_a_point_that_the_layout_has_no_more_is_taken_off(cast, bob, prep):
    source = make.source(round=prep, article=make.article(member=cast.alice))
    lay_out(round=prep, layout=shipped()["blank"])
    answer = bob.post(at(prep, "detach/"), {"source": source.pk}, headers=HTMX)
    assert answer.status_code == 200 and 'id="sources-point_1"' in answer.content.decode()
    assert not prep.points.get(slot="point_1").sources.exists()


def test_odd_words_in_the_search_are_no_error(bob, prep):
    for query in ("%00", "%22", "*", "a" * 3000, "%F0%9F%9A%A2"):
        assert bob.get(at(prep, f"files/?q={query}"), headers=HTMX).status_code == 200


# The review


def test_the_review_tells_the_times_and_what_happened(cast, bob):
    began = timezone.now() - timedelta(hours=1)
    article = make.article(member=cast.alice, title="Ports Reopen")
    round = make.prepping(member=cast.bob, at=began)
    open_file(round=round, article=article, at=began + timedelta(seconds=65))
    pause(round=round, at=began + timedelta(seconds=70))
    ready(round=round, at=began + timedelta(seconds=130))
    start_speech(round=round, at=began + timedelta(seconds=140))
    end_speech(round=round, at=began + timedelta(seconds=140 + 455))
    page = text(bob.get(at(round, "review/")))
    assert "Prep, with choosing 1:10 of 30 min" in page
    assert "Speech 7:35 of 7 min, +0:35 may not be ranked first" in page
    assert "1:05 Opened: Ports Reopen" in page
    assert "9:55 Speech ended" in page
    assert "Drawn and not chosen (2)" in page


def test_the_review_names_no_file_that_its_reader_may_not_see(cast, bob, prep, as_member):
    private = Card.objects.create(
        team=cast.team, owner=cast.bob.user, tag="My secret tag", cite="x", quotation="y", visibility="private"
    )
    open_file(round=prep, card=private)
    assert "My secret tag" in text(bob.get(at(prep, "review/")))
    coach = text(as_member(cast.alice).get(at(prep, "review/")))
    assert "My secret tag" not in coach
    assert "Opened: a file that you may not see, or that is gone" in coach


def test_what_a_student_wrote_is_shown_as_text(cast, bob, prep):
    bob.post(at(prep, "outline/hook/"), slot('<img src=x onerror="alert(1)">'), headers=HTMX)
    for page in ("prep/", "review/"):
        assert "<img" not in bob.get(at(prep, page)).content.decode()


def test_a_source_is_picked_from_what_was_opened_or_else_from_what_belongs_to_the_question(cast, bob, prep):
    article = make.article(member=cast.alice)
    assert "Nothing opened" not in text(bob.get(at(prep, "files/?for=point_1"), headers=HTMX))
    bob.post(at(prep, "open/"), {"file": f"article:{article.pk}"})
    assert '<a class="chip on" aria-current="true" href="' in (
        page := bob.get(at(prep, "files/?for=point_1"), headers=HTMX).content.decode()
    )
    assert "Attach to Point 1" in page and "show=opened" in page.partition('aria-current="true"')[2].partition(">")[0]


def test_marks_in_the_prep_room_point_at_no_annotation_for_none_is_shown(cast, bob, prep):
    article = make.article(member=cast.alice)
    attach_note(member=cast.bob, article=article, body="Whose?", selection=Selection("first ships"))
    page = bob.post(at(prep, "open/"), {"file": f"article:{article.pk}"}, headers=HTMX).content.decode()
    assert "first ships</mark>" in page and "aria-details" not in page

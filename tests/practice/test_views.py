"""The pages of a round, as they answer with and without script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from practice.models import KeptText, Round
from practice.rounds import abandon, end_speech, ready, start_speech
from tests import make
from tests.practice.pages import HTMX, PRACTICE, at, hook, slot, text

# The practice page


def test_the_practice_page_says_what_a_round_is_and_who_sees_it(cast, bob):
    make.rule_set()
    make.question(member=cast.alice)
    page = text(bob.get(PRACTICE))
    assert "NSDA United States / International Extemp draw 3, keep 1 · 30 min prep · 7 min speech" in page
    assert "Your coaches see your outline and your times, and nobody else does" in page
    assert "Draw a question" in page


def test_an_empty_pool_says_what_to_do(cast, bob, as_member):
    make.rule_set()
    assert "Ask your coach to add some" in text(bob.get(PRACTICE))
    assert "Add articles" in text(as_member(cast.alice).get(PRACTICE))


def test_a_round_under_way_is_offered_first_with_its_time(cast, bob):
    make.prepping(member=cast.bob, at=timezone.now() - timedelta(seconds=696))
    page = text(bob.get(PRACTICE))
    assert re.search(r"Go on with your round, 18:[0-2]\d left", page)
    assert "Draw a question" not in page


def test_areas_are_offered_by_side_with_the_number_of_their_questions(cast, bob):
    make.rule_set()
    make.question(member=cast.alice, areas=[make.area(team=cast.team, name="Black Sea")])
    make.question(member=cast.alice, areas=[make.area(team=cast.team, name="Courts", side="domestic")])
    make.area(team=cast.team, name="Without Questions")
    page = text(bob.get(PRACTICE))
    assert "United States Courts 1" in page
    assert "International Black Sea 1" in page
    assert "Without Questions" not in page


def test_a_draw_leads_to_the_choice_and_keeps_the_three_after_a_reload(cast, bob):
    for _ in range(9):
        make.question(member=cast.alice)
    rules = make.rule_set()
    response = bob.post(f"{PRACTICE}draw/", {"rule_set": rules.pk, "visibility": "team"})
    round = Round.objects.get()
    assert (response.status_code, response["Location"]) == (302, at(round, "choose/"))
    assert round.visibility == "team"
    pages = [text(bob.get(at(round, "choose/"))) for _ in range(2)]
    for slip in round.slips.all():
        assert all(slip.text in page for page in pages)


def test_a_second_press_of_draw_leads_to_the_same_round(cast, bob):
    round = make.round(member=cast.bob)
    data = {"rule_set": make.rule_set().pk, "visibility": "team"}
    assert bob.post(f"{PRACTICE}draw/", data)["Location"] == at(round, "choose/")
    assert Round.objects.count() == 1


def test_too_few_questions_say_so_and_offer_what_is_left(cast, bob):
    make.question(member=cast.alice)
    data = {"rule_set": make.rule_set().pk, "visibility": "coaches"}
    response = bob.post(f"{PRACTICE}draw/", data)
    assert response.status_code == 422
    assert "The draw needs 3 questions and 1 of 1 can be drawn. Draw the 1 that is left" in text(response)
    assert bob.post(f"{PRACTICE}draw/", {**data, "fewer": "on"}).status_code == 302


def test_a_form_that_was_wrong_comes_back_with_its_ticks(cast, bob):
    area = make.area(team=cast.team)
    make.question(member=cast.alice, areas=[area])
    make.rule_set()
    response = bob.post(f"{PRACTICE}draw/", {"rule_set": "", "visibility": "team", "areas": [area.pk]})
    assert response.status_code == 422
    assert re.search(rf'value="{area.pk}" checked', response.content.decode())


def test_a_rule_set_or_area_of_another_team_cannot_be_drawn_by(cast, bob):
    make.question(member=cast.alice)
    foreign = make.area(team=cast.charlie.team)
    data = {"rule_set": make.rule_set().pk, "visibility": "team", "areas": [foreign.pk]}
    assert bob.post(f"{PRACTICE}draw/", data).status_code == 422


def past(member, count: int) -> None:
    for _ in range(count):
        round = make.prepping(member=member)
        abandon(round=round)


def test_the_list_of_rounds_costs_the_same_queries_for_one_and_for_thirty(
    cast, bob, django_assert_max_num_queries, django_assert_num_queries
):
    for _ in range(100):
        make.question(member=cast.alice)
    past(cast.bob, 1)
    with django_assert_max_num_queries(30) as first:
        bob.get(PRACTICE)
    past(cast.bob, 29)
    with django_assert_num_queries(len(first)):
        bob.get(PRACTICE)
    assert "Page 2 of 2" in text(bob.get(f"{PRACTICE}?page=2"))


def test_a_coach_finds_the_rounds_that_are_shared_and_no_private_one(cast, as_member):
    for visibility in ("private", "coaches"):
        round = make.round(member=cast.bob, visibility=visibility)
        abandon(round=round)
    page = text(as_member(cast.alice).get(f"{PRACTICE}?whose=shared"))
    assert page.count("put away") == 1
    assert "Nobody has shared a round" in text(as_member(cast.erin).get(f"{PRACTICE}?whose=shared"))


# From page to page


@pytest.mark.parametrize(
    ("acts", "page"),
    [([], "prep/"), ([ready], "speak/"), ([start_speech], "speak/"), ([start_speech, end_speech], "review/")],
)
def test_a_round_leads_to_the_page_it_is_on_from_every_other(acts, page, bob, prep):
    for act in acts:
        act(round=prep)
    assert bob.get(at(prep))["Location"] == at(prep, page)
    for other in {"choose/", "prep/", "speak/"} - {page}:
        assert bob.get(at(prep, other))["Location"] == at(prep, page)
    assert bob.get(at(prep, page)).status_code == 200


def test_prep_that_ran_out_leads_to_the_speech(cast, bob):
    round = make.prepping(member=cast.bob, at=timezone.now() - timedelta(minutes=31))
    assert bob.get(at(round, "prep/"))["Location"] == at(round, "speak/")
    assert bob.get(at(round, "state/")).json()["phase"] == "ready"


def test_another_who_may_see_the_round_is_led_to_its_review(cast, prep, as_member):
    coach = as_member(cast.alice)
    assert coach.get(at(prep))["Location"] == at(prep, "review/")
    assert "This round is under way: prep is running." in text(coach.get(at(prep, "review/")))


def test_a_speaker_who_looks_at_the_outline_before_the_speech_finds_the_way_back_beside_it(cast, bob, prep):
    ways = [line for line in bob.get(at(prep, "review/")).content.decode().splitlines() if "Back to the round" in line]
    assert len(ways) == 3 and all(f'href="{at(prep)}"' in way for way in ways)
    assert "To the next round" not in text(bob.get(at(prep, "review/")))
    abandon(round=prep)
    page = text(bob.get(at(prep, "review/")))
    assert "To the next round" in page and "Back to the round" not in page


def test_an_act_out_of_place_is_a_page_that_says_why(bob, prep):
    response = bob.post(at(prep, "end/"))
    assert response.status_code == 409
    assert "This round does not allow ending the speech now: prep is running." in text(response)
    swapped = bob.post(at(prep, "end/"), headers=HTMX)
    assert (swapped.status_code, swapped["HX-Retarget"]) == (409, "#notice")
    assert "<html" not in swapped.content.decode()


def test_a_slip_that_was_not_drawn_cannot_be_chosen(cast, bob):
    round = make.round(member=cast.bob)
    assert bob.post(at(round, "choose/"), {"slip": "4"}).status_code == 404
    assert bob.post(at(round, "choose/"), {"slip": "²"}).status_code == 404


def test_a_get_of_any_page_writes_nothing(bob, prep):
    events = prep.events.count()
    for page in ("", "choose/", "prep/", "files/?q=ports", "speak/", "review/", "state/"):
        bob.get(at(prep, page))
    assert prep.events.count() == events


# The clock


def test_the_state_is_what_the_server_knows(cast, bob):
    round = make.prepping(member=cast.bob, at=timezone.now() - timedelta(seconds=100))
    state = bob.get(at(round, "state/")).json()
    assert (state["phase"], state["paused"], state["running"]) == ("prep", False, True)
    assert state["page"] == at(round, "prep/")
    assert state["version"] == 2
    assert 1_640_000 < state["left_ms"] <= 1_700_000


def test_the_page_carries_what_its_clock_counts_from(bob, prep):
    page = bob.get(at(prep, "prep/")).content.decode()
    found = dict(re.findall(r'data-(phase|version|remaining-ms|limit-ms|running)="([^"]*)"', page))
    assert int(found.pop("remaining-ms")) in range(1_740_000, 1_800_001)
    assert found == {"phase": "prep", "version": "2", "limit-ms": "1800000", "running": "true"}


def test_a_pause_by_script_answers_nothing_but_look_again(bob, prep):
    response = bob.post(at(prep, "pause/"), headers=HTMX)
    assert (response.status_code, response["HX-Trigger"]) == (204, '{"clock:look": {}}')
    assert bob.get(at(prep, "state/")).json()["running"] is False


def test_a_speech_over_its_grace_says_what_it_costs(cast, bob):
    began = timezone.now() - timedelta(seconds=452)
    round = make.prepping(member=cast.bob, at=began)
    start_speech(round=round, at=began)
    page = text(bob.get(at(round, "speak/")))
    assert re.search(r"\+0:[345]\d over 7:00: may not be ranked first", page)


@pytest.mark.parametrize(
    ("slug", "ran", "said"),
    [
        ("nsda", 422, ""),
        ("nsda", 451, "may not be ranked first"),
        ("uil-informative", 421, "no grace: the speaker may only finish the sentence"),
        ("ncfca", 421, "over time; what that costs is not known"),
    ],
)
def test_the_stage_and_the_review_say_what_the_rule_set_says_of_this_length(cast, bob, slug, ran, said):
    began = timezone.now() - timedelta(seconds=ran)
    rules = make.rule_set(slug=slug)
    round = make.prepping(member=cast.bob, at=began - timedelta(minutes=5), rule_set=rules)
    start_speech(round=round, at=began)
    stage = text(bob.get(at(round, "speak/")))
    assert f"over 7:00: {said}" in stage if said else "over 7:00:" not in stage
    end_speech(round=round, at=began + timedelta(seconds=ran))
    review = text(bob.get(at(round, "review/")))
    assert said in review if said else "ranked first" not in review


def test_a_speech_may_end_in_questioning_where_the_rules_have_it(cast, bob, prep):
    start_speech(round=prep)
    page = bob.get(at(prep, "speak/")).content.decode()
    assert f'action="{at(prep, "questions/")}"' in page
    assert bob.post(at(prep, "questions/"))["Location"] == at(prep, "speak/")
    page = bob.get(at(prep, "speak/")).content.decode()
    assert 'aria-label="Questioning time"' in page
    assert "for the question" in page
    assert f'action="{at(prep, "end/")}"' not in page
    assert bob.post(at(prep, "questions/end/"))["Location"] == at(prep, "review/")
    lines = text(bob.get(at(prep, "review/")))
    assert lines.index("Speech ended, questioning began") < lines.index("Questioning ended")


def test_no_questioning_is_offered_where_the_rules_have_none(cast, bob):
    round = make.prepping(member=cast.bob, rule_set=make.rule_set(slug="quick-drill"))
    start_speech(round=round)
    assert "take questions" not in text(bob.get(at(round, "speak/")))
    assert bob.post(at(round, "questions/")).status_code == 409


def test_the_speech_starts_in_place_for_a_script_and_by_a_page_without(bob, prep):
    ready(round=prep)
    swapped = bob.post(at(prep, "start/"), headers=HTMX).content.decode()
    assert swapped.lstrip().startswith('<div class="stage" id="stage"')
    assert 'data-phase="speech"' in swapped
    assert bob.post(at(prep, "start/"))["Location"] == at(prep, "speak/")


# The outline


def test_a_slot_saves_itself_and_only_its_status_comes_back(bob, prep):
    response = bob.post(at(prep, "outline/hook/"), slot("Ships came back."), headers=HTMX)
    assert response.content.decode().strip().startswith('<div class="status saved" id="status-hook">')
    assert "<textarea" not in response.content.decode()
    assert hook(prep).text == "Ships came back."


def test_a_second_tab_gets_both_texts_and_three_buttons(bob, prep):
    bob.post(at(prep, "outline/hook/"), slot("from A"), headers=HTMX)
    late = bob.post(at(prep, "outline/hook/"), slot("from B"), headers=HTMX)
    assert late.status_code == 409
    page = text(late)
    assert "changed in another tab" in page
    assert "from A Keep mine Take the other Keep both" in page


def test_a_conflict_without_script_keeps_the_late_text_in_the_form(bob, prep):
    bob.post(at(prep, "outline/"), slot("from A", turn=0))
    late = bob.post(at(prep, "outline/"), slot("from <B>", turn=0))
    assert late.status_code == 409
    page = late.content.decode()
    assert re.search(r'name="hook-text"[^>]*>from &lt;B&gt;</textarea>', page)
    settle = re.search(r'name="settle" value="(both:[^"]*)" formaction="([^"]*)"', page)
    tab = re.search(r'name="tab" value="([^"]*)"', page)[1]
    done = bob.post(settle[2], {**slot("from <B>", tab=tab, turn=0), "settle": settle[1]})
    assert done.status_code == 302
    assert hook(prep).text == "from A\n\nfrom <B>"


def test_a_kept_text_is_offered_again_after_a_reload(cast, bob, prep):
    kept = make.kept_text(member=cast.bob, round=prep)
    assert "second Keep the one above Take this one Keep both" in text(bob.get(at(prep, "prep/")))
    data = {**slot("first", version=1), "settle": f"kept:{kept.pk}:1"}
    swapped = bob.post(at(prep, "outline/hook/settle/"), data, headers=HTMX)
    assert re.search(r">second</textarea>", swapped.content.decode())
    assert list(KeptText.objects.filter(settled_at=None)) == []


def test_the_buttons_of_the_room_take_the_outline_along(cast, bob, prep):
    article = make.article(member=cast.alice)
    bob.post(at(prep, "open/"), {**slot("typed, not saved", turn=0), "file": f"article:{article.pk}"})
    assert hook(prep).text == "typed, not saved"
    bob.post(at(prep, "ready/"), slot("and more", version=1, turn=0))
    assert hook(prep).text == "and more"


def test_an_unknown_slot_or_choice_is_absent(bob, prep):
    assert bob.post(at(prep, "outline/point_9/"), slot("x")).status_code == 404
    assert bob.post(at(prep, "outline/hook/settle/"), {"settle": "none:1:1"}).status_code == 404
    assert bob.post(at(prep, "outline/hook/settle/"), {"settle": "both:²:1"}).status_code == 404


@pytest.mark.parametrize(
    "odd", ["{0}", "{0}:", ":1", ":", "x:1", "{0}:x", "²:1", "{0}:٣", "٣:1", "9" * 40 + ":1", "{0}:" + "9" * 40]
)
def test_an_odd_choice_between_two_texts_is_absent_and_both_stay(odd, cast, bob, prep):
    kept = make.kept_text(member=cast.bob, round=prep)
    sent = {**slot("first", version=1), "settle": f"kept:{odd.format(kept.pk)}"}
    assert bob.post(at(prep, "outline/hook/settle/"), sent).status_code == 404
    assert (hook(prep).text, KeptText.objects.get().settled_at) == ("first", None)


@pytest.mark.parametrize("odd", ["", "-1", "x", "9" * 30, "²"])
def test_odd_numbers_in_a_save_are_no_error(odd, bob, prep):
    data = {"hook-text": "kept", "hook-version": odd, "tab": odd, "turn": odd}
    assert bob.post(at(prep, "outline/hook/"), data, headers=HTMX).status_code in (200, 409)
    assert "kept" in {hook(prep).text, *KeptText.objects.values_list("text", flat=True)}

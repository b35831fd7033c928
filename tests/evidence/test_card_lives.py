"""What a card lives through in a team: checked, disputed, used, copied, found to be like another, filtered by kind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evidence.attaching import Selection, attach_card, copy_card
from evidence.checking import check
from evidence.editing import edit_card, mark_words
from evidence.likeness import alike, rebuild
from evidence.models import Card, CardRun, Check, Placement
from evidence.placing import revise_and_place
from evidence.runs import kept_runs, runs, shared
from evidence.uses import uses_of
from practice.models import PointSource
from tests import make

QUOTATION = "Wheat for May delivery fell 4 percent in two days, its largest drop since the autumn."


@pytest.fixture
def article(cast):
    body = f"Ports opened.\n\n{QUOTATION} Buyers in Cairo came back to the market at once."
    return make.article(member=cast.alice, title="Ports Reopen", body=body, areas=[make.area(team=cast.team)])


def a_card(member, article, words=QUOTATION, **fields):
    options = {"tag": "Wheat fell", "cite": "Castellanos", "selection": Selection(words), **fields}
    return attach_card(member=member, article=article, **options).row


def of(card, name):
    return reverse(f"evidence:{name}", args=[card.team.slug, card.pk])


def listed(client, team, query=""):
    page = client.get(f"/t/{team.slug}/evidence/?{query}")
    return page, [card.tag for card in page.context_data["shown"]]


# Checked and disputed


def test_a_check_says_who_and_when_and_is_taken_back_by_whoever_made_it(cast, article, as_member):
    card = a_card(cast.bob, article)
    client = as_member(cast.erin)
    client.post(of(card, "check_card"), {"holds": "yes", "remark": "Against the paper", "version": 1})
    html = as_member(cast.bob).get(of(card, "card")).content.decode()
    assert "✓&nbsp;checked by Erin, " in html
    assert "“Against the paper”" in html
    client.post(of(card, "check_card"), {"holds": ""})
    assert not Check.objects.standing().exists()
    assert Check.objects.count() == 1


def test_a_second_check_of_one_member_takes_the_place_of_the_first(cast, article, as_member):
    card = a_card(cast.bob, article)
    client = as_member(cast.erin)
    for holds, remark in (("yes", ""), ("no", "The figure is of last year")):
        client.post(of(card, "check_card"), {"holds": holds, "remark": remark, "version": 1})
    assert [(one.holds, one.remark) for one in Check.objects.standing()] == [(False, "The figure is of last year")]


def test_a_dispute_without_a_reason_is_asked_for_one_and_keeps_what_was_chosen(cast, article, as_member):
    card = a_card(cast.bob, article)
    response = as_member(cast.erin).post(of(card, "check_card"), {"holds": "no", "version": 1})
    assert response.status_code == 422
    assert "Say what is wrong" in response.content.decode()
    assert 'value="no"' in response.content.decode()
    assert not Check.objects.exists()


def test_checks_fall_off_when_the_quotation_changes_and_not_when_the_tag_does(cast, article):
    card = a_card(cast.bob, article)
    check(card=card, version=1, by=cast.erin.user, holds=True)
    edit_card(card=card, version=1, by=cast.bob.user, tag="Wheat fell fast")
    mark_words(card=card, version=2, by=cast.bob.user, first=0, last=1, level="underline")
    assert Check.objects.standing().count() == 1
    edit_card(card=card, version=3, by=cast.bob.user, quotation="Wheat … fell …")
    assert Check.objects.standing().count() == 0
    assert Check.objects.get().ended_at is not None


def test_a_check_of_words_that_have_changed_meanwhile_is_not_stored_and_stays_typed(cast, article, as_member):
    card = a_card(cast.bob, article)
    edit_card(card=card, version=1, by=cast.bob.user, quotation="Wheat … fell …")
    data = {"holds": "yes", "remark": "Against the paper", "version": 1}
    response = as_member(cast.erin).post(of(card, "check_card"), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "The quotation has changed since you opened the card" in html
    assert 'value="Against the paper"' in html
    assert not Check.objects.exists()
    assert as_member(cast.erin).post(of(card, "check_card"), data | {"version": 2}).status_code == 302


def test_a_check_of_a_card_whose_tag_alone_has_changed_is_stored(cast, article):
    card = a_card(cast.bob, article)
    edit_card(card=card, version=1, by=cast.bob.user, tag="New")
    assert check(card=card, version=1, by=cast.erin.user, holds=True).check is not None


def test_nobody_checks_a_card_they_do_not_see(cast, article, as_member):
    card = a_card(cast.bob, article, visibility="private")
    assert as_member(cast.erin).post(of(card, "check_card"), {"holds": "yes", "version": 1}).status_code == 404


# Copies and uses


def test_a_copy_is_ones_own_private_and_says_whose_it_was(cast, article, as_member):
    card = a_card(cast.bob, article, analysis="*So*", kind="statistic")
    mark_words(card=card, version=1, by=cast.bob.user, first=0, last=1, level="underline")
    revise_and_place(member=cast.alice, article=article, markdown=f"New.\n\n{QUOTATION}", number=1)
    response = as_member(cast.erin).post(of(card, "copy_card"))
    copied = Card.objects.exclude(pk=card.pk).get()
    card.refresh_from_db()
    assert response["Location"] == of(copied, "edit_card")
    assert (copied.owner, copied.visibility, copied.version) == (cast.erin.user, "private", 1)
    for name in ("tag", "cite", "quotation", "spans", "analysis_html", "kind", "article"):
        assert getattr(copied, name) == getattr(card, name)
    assert copied.passage.pk != card.passage.pk
    first, second = (
        list(Placement.objects.filter(passage=one.passage).values_list("state", "start", "end"))
        for one in (card, copied)
    )
    assert first == second != []
    assert list(copied.areas.all()) == list(card.areas.all())
    html = as_member(cast.erin).get(of(copied, "card")).content.decode()
    assert f'Copied from <a href="{card.get_absolute_url()}">a card</a> of Bob' in html


def test_a_copy_of_what_is_no_longer_seen_does_not_tell_whose_it_was(cast, article, as_member):
    card = a_card(cast.bob, article)
    copied = copy_card(card=card, member=cast.erin)
    edit_card(card=card, version=1, by=cast.bob.user, visibility="private")
    html = as_member(cast.erin).get(of(copied, "card")).content.decode()
    assert "Copied from a card that you do not see" in html
    assert "of Bob" not in html and card.get_absolute_url() not in html


def test_uses_count_rounds_once_and_copies_that_are_there(cast, article, as_member):
    card, other = a_card(cast.bob, article), a_card(cast.bob, article, tag="Other")
    copy_card(card=card, member=cast.erin)
    copy_card(card=card, member=cast.erin).remove(by=cast.erin.user)
    for round in (make.prepping(member=cast.bob), make.prepping(member=cast.erin)):
        for point in round.points.all()[:2]:
            PointSource.objects.create(point=point, card=card, article=article, cite="x")
    assert uses_of(card) == (("copy", 1), ("round", 2))
    assert uses_of(other) == ()
    assert "copied 1 time" in as_member(cast.bob).get(of(card, "card")).content.decode()
    client = as_member(cast.bob)
    assert listed(client, cast.team)[1] == ["Other", "Wheat fell"]
    page, tags = listed(client, cast.team, "order=used")
    assert tags == ["Wheat fell", "Other"]
    assert "used 3 times" in page.content.decode()


# Alike


def test_cards_of_the_same_words_or_most_of_them_are_shown_and_others_not(cast, article, as_member):
    first = a_card(cast.bob, article, tag="First")
    same = a_card(cast.erin, article, tag="Same")
    part = a_card(cast.erin, article, QUOTATION[:37], tag="Part")
    a_card(cast.erin, article, "Buyers in Cairo came back to the market", tag="Else")
    found = alike(member=cast.bob, quotation=QUOTATION, but=first.pk)
    assert [(one.card, one.same, one.percent) for one in found] == [(same, True, 100), (part, False, 100)]
    html = as_member(cast.bob).get(of(first, "card")).content.decode()
    assert "Cards that quote the same words" in html
    assert "the same quotation" in html


def test_what_is_private_or_in_the_trash_or_another_teams_is_not_told(cast, article):
    a_card(cast.erin, article, visibility="private")
    a_card(cast.erin, article).remove(by=cast.erin.user)
    theirs = make.article(member=cast.charlie, body=QUOTATION)
    a_card(cast.charlie, theirs)
    assert alike(member=cast.bob, quotation=QUOTATION) == ()


def test_duplicates_are_shown_before_the_card_is_made(cast, article, as_member):
    a_card(cast.erin, article, tag="There already")
    address = reverse("evidence:passage", args=[cast.team.slug, article.pk])
    html = as_member(cast.bob).post(address, {"what": "card", "typed": QUOTATION}).content.decode()
    assert "There are cards of these words already" in html
    assert "There already" in html


def test_a_changed_quotation_is_found_by_its_new_words(cast, article):
    card = a_card(cast.bob, article)
    edit_card(card=card, version=1, by=cast.bob.user, quotation="Wheat for May … since the autumn.")
    assert set(CardRun.objects.values_list("value", flat=True)) == kept_runs("Wheat for May … since the autumn.")
    CardRun.objects.all().delete()
    rebuild(cast.team.pk)
    assert set(CardRun.objects.values_list("value", flat=True)) == kept_runs("Wheat for May … since the autumn.")


def test_runs_do_not_mind_looks_and_a_short_text_has_one():
    assert runs("“Wheat FELL — café prices”") == runs('"wheat fell - cafe prices"')
    assert len(runs("Wheat fell")) == 1
    assert runs(" … ") == set()
    assert shared(set(), {1}) == 0.0


@given(st.lists(st.sampled_from([f"w{n}" for n in range(200)]), min_size=60, max_size=120, unique=True), st.data())
def test_a_part_of_a_long_text_is_found_among_its_kept_runs(words, data):
    low = data.draw(st.integers(0, len(words) - 45))
    part = " ".join(words[low : low + 45])
    assert runs(part) & kept_runs(" ".join(words))
    assert shared(runs(part), runs(" ".join(words))) == 1.0


# The list


def test_kinds_are_counted_under_the_other_filters_and_lead_to_their_cards(cast, article, as_member):
    for kind, tag in (
        ("statistic", "One"),
        ("statistic", "Two wheat"),
        ("expert", "Three wheat"),
        ("opening", "Four"),
    ):
        a_card(cast.bob, article, kind=kind, tag=tag, words=QUOTATION[:-1] if "wheat" in tag else "Ports opened.")
    page, _ = listed(as_member(cast.bob), cast.team, "q=delivery&page=1")
    got = [(kind.label, kind.count, kind.href, kind.current) for kind in page.context_data["kinds"]]
    assert got == [
        ("All", 2, "?q=delivery", True),
        ("Statistic", 1, "?q=delivery&kind=statistic", False),
        ("Expert", 1, "?q=delivery&kind=expert", False),
    ]
    page, tags = listed(as_member(cast.bob), cast.team, "kind=expert")
    assert tags == ["Three wheat"]
    assert [kind.count for kind in page.context_data["kinds"]] == [4, 2, 1, 1]
    assert 'name="kind" value="expert"' in page.content.decode()


def test_cards_are_filtered_by_question_and_by_check(cast, article, as_member):
    question = make.question(member=cast.alice, text="Will wheat rise?")
    asked, bad, good = (a_card(cast.bob, article, tag=tag) for tag in ("Asked", "Bad", "Good"))
    client = as_member(cast.bob)
    article.questions.add(question)
    data = {"tag": "Asked", "cite": "C", "kind": "expert", "visibility": "team", "version": 1}
    client.post(of(asked, "edit_card"), data | {"questions": [question.pk]})
    check(card=bad, version=1, by=cast.erin.user, holds=False, remark="No")
    check(card=good, version=1, by=cast.erin.user, holds=True)
    got = {q: listed(client, cast.team, q)[1] for q in ("checked=yes", "checked=no", "checked=disputed")}
    assert got == {"checked=yes": ["Good"], "checked=no": ["Asked"], "checked=disputed": ["Bad"]}
    page, tags = listed(client, cast.team, f"question={question.pk}")
    assert tags == ["Asked"]
    assert "Speaks to “Will wheat rise?”" in page.content.decode()
    assert "Will wheat rise?" in client.get(of(asked, "card")).content.decode()


def test_another_teams_question_cannot_be_named(cast, article, as_member):
    card, theirs = a_card(cast.bob, article), make.question(member=cast.charlie)
    data = {"tag": "T", "cite": "C", "kind": "expert", "visibility": "team", "version": 1, "questions": [theirs.pk]}
    assert as_member(cast.bob).post(of(card, "edit_card"), data).status_code == 422


def test_the_cite_of_ones_last_card_of_the_article_is_there_for_the_next(cast, article, as_member):
    a_card(cast.bob, article, cite="Castellanos ’26, Harbour desk")
    address = reverse("evidence:passage", args=[cast.team.slug, article.pk])
    form = as_member(cast.bob).post(address, {"what": "card", "typed": "Ports opened."}).context_data["form"]
    assert form.initial["cite"] == "Castellanos ’26, Harbour desk"
    form = as_member(cast.erin).post(address, {"what": "card", "typed": "Ports opened."}).context_data["form"]
    assert form.initial["cite"] == "Castellanos and Weiss, The Continental, March 3, 2026"


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_with_checks_uses_and_kinds_costs_the_same_for_one_and_for_thirty(cast, article, as_member):
    client, address = as_member(cast.bob), f"/t/{cast.team.slug}/evidence/?order=used&q=wheat"

    def add(number):
        card = a_card(cast.bob, article, kind=list(Card.Kind)[number % 7])
        check(card=card, version=1, by=cast.erin.user, holds=True)
        copy_card(card=card, member=cast.bob)

    add(0)
    add(1)
    few = cost(client, address)
    for number in range(2, 15):
        add(number)
    assert cost(client, address) == few


def test_a_cards_page_and_its_history_cost_the_same_however_much_hangs_on_it(cast, article, as_member):
    card, client = a_card(cast.bob, article), as_member(cast.bob)
    a_card(cast.erin, article)
    check(card=card, version=1, by=cast.erin.user, holds=True)
    edit_card(card=card, version=1, by=cast.bob.user, tag="Tag 1")
    few = [cost(client, of(card, name)) for name in ("card", "history")]
    for number in range(2, 12):
        a_card(cast.erin, article)
        copy_card(card=card, member=cast.erin)
        edit_card(card=card, version=number, by=cast.bob.user, tag=f"Tag {number}")
    check(card=card, version=12, by=cast.alice.user, holds=False, remark="No")
    assert [cost(client, of(card, name)) for name in ("card", "history")] == few


def test_earlier_states_are_shown_by_the_page(cast, article, as_member):
    card = a_card(cast.bob, article)
    for version in range(1, 46):
        edit_card(card=card, version=version, by=cast.bob.user, tag=f"Tag {version}")
    client, address = as_member(cast.bob), of(card, "history")
    first = client.get(address).content.decode()
    assert first.count('<li class="annot card"') == 20 and "Tag 44" in first and "Page 1 of 3" in first
    last = client.get(address, {"page": "3"}).content.decode()
    assert last.count('<li class="annot card"') == 5 and "Wheat fell" in last and "Later states" in last


def test_every_question_is_reached_by_its_words_and_what_was_typed_stays(cast, article, as_member):
    area = article.areas.get()
    card = a_card(cast.bob, article)
    card.areas.add(area)
    old = make.question(member=cast.alice, text="Will the Élysée’s budget hold?")
    for number in range(31):
        make.question(member=cast.alice, text=f"Will port {number} reopen?", areas=[area])
    bob, address = as_member(cast.bob), of(card, "edit_card")
    assert str(old.pk) not in bob.get(address).content.decode()
    typed = {"tag": "Mine", "cite": "", "kind": "example", "visibility": "team", "version": 1}
    page = bob.post(address, typed | {"look_for": "elysee budget", "look": "1"})
    html = page.content.decode()
    assert page.status_code == 200 and 'value="Mine"' in html and f'value="{old.pk}"' in html
    assert "1 that say “elysee budget” are among those above." in html
    assert "Say who wrote it" not in html, "nothing was sent yet, so nothing is wrong yet"
    html = bob.post(address, typed | {"look_for": "nonsense", "enter": "1"}).content.decode()
    assert "No question says “nonsense”." in html
    done = bob.post(address, typed | {"cite": "C", "questions": [str(old.pk)], "areas": [area.pk]})
    assert done.status_code == 302
    assert list(card.questions.all()) == [old]
    hidden = make.question(member=cast.charlie, text="Theirs?")
    assert bob.post(address, typed | {"version": 2, "cite": "C", "questions": [str(hidden.pk)]}).status_code == 422

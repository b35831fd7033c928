"""One card changed from two places at once: what each changed is stored, and only the same field is a conflict."""

import pytest
from django.urls import reverse

from evidence.attaching import Selection, attach_card
from evidence.editing import edit_card, mark_words
from evidence.models import Card
from tests import make

QUOTATION = "Wheat for May delivery fell 4 percent in two days"


@pytest.fixture
def card(cast):
    article = make.article(member=cast.alice, areas=[make.area(team=cast.team)])
    asked = {"tag": "Wheat fell", "cite": "Castellanos", "selection": Selection(QUOTATION), "analysis": "So."}
    return attach_card(member=cast.bob, article=article, **asked).row


def form_of(client, card):
    """What the edit page would send if nothing were changed."""
    page = client.get(reverse("evidence:edit_card", args=[card.team.slug, card.pk]))
    form = page.context["form"]
    names = ("tag", "cite", "cite_spoken", "cite_mla", "quotation", "analysis", "kind", "visibility")
    sent = {name: form[name].value() for name in names}
    filed = {name: [str(row.pk) for row in form.initial[name]] for name in ("areas", "questions")}
    return sent | filed | {"version": page.context["card"].version, "filed": form.filed}


def sent(client, card, form, **changed):
    address = reverse("evidence:edit_card", args=[card.team.slug, card.pk])
    return client.post(address, form | changed, follow=True)


def test_different_fields_from_two_windows_are_both_stored(cast, card, as_member):
    bob = as_member(cast.bob)
    first, second = form_of(bob, card), form_of(bob, card)
    assert sent(bob, card, first, tag="Wheat fell hard").status_code == 200
    html = sent(bob, card, second, analysis="Because of the ports.").content.decode()
    assert "What was changed in another window since is kept beside it." in html
    now = Card.objects.get()
    assert (now.tag, now.analysis, now.analysis_html) == (
        "Wheat fell hard",
        "Because of the ports.",
        "<p>Because of the ports.</p>",
    )
    assert [(state.tag, state.analysis) for state in now.states.all()] == [
        ("Wheat fell hard", "So."),
        ("Wheat fell", "So."),
    ]


def test_the_same_field_is_a_conflict_and_the_other_fields_are_as_each_left_them(cast, card, as_member):
    bob = as_member(cast.bob)
    first, second = form_of(bob, card), form_of(bob, card)
    sent(bob, card, first, tag="First", cite="Weiss", kind="statistic")
    again = sent(bob, card, second, tag="Second", analysis="Mine.")
    html = again.content.decode()
    assert again.status_code == 409 and "<strong>First</strong>" in html and 'value="Second"' in html
    assert [again.context["form"][name].value() for name in ("cite", "kind", "analysis")] == [
        "Weiss",
        "statistic",
        "Mine.",
    ]
    assert Card.objects.get().tag == "First", "nothing is stored before somebody has seen both"
    shown = {name: again.context["form"][name].value() for name in ("tag", "cite", "kind", "analysis")}
    sent(bob, card, second | shown, version=Card.objects.get().version)
    now = Card.objects.get()
    assert (now.tag, now.cite, now.kind, now.analysis) == ("Second", "Weiss", "statistic", "Mine.")
    assert "First" in [state.tag for state in now.states.all()]


def test_words_marked_while_the_text_is_changed_stay_marked(cast, card, as_member):
    bob = as_member(cast.bob)
    open_form = form_of(bob, card)
    mark_words(card=card, version=1, by=cast.bob.user, first=4, last=6, level="highlight")
    assert (
        sent(bob, card, open_form, tag="New tag", quotation="Wheat […] fell 4 percent in two days").status_code == 200
    )
    now = Card.objects.get()
    assert [now.quotation[a:b] for there in now.cut.values() for a, b in there] == ["fell 4 percent"]
    assert now.tag == "New tag"


def test_areas_and_questions_that_came_or_went_in_another_window_stay_so(cast, card, as_member):
    bob = as_member(cast.bob)
    trade, courts = make.area(team=cast.team, name="Trade"), make.area(team=cast.team, name="Courts")
    asked = make.question(member=cast.alice)
    black_sea = card.areas.get()
    first, second = form_of(bob, card), form_of(bob, card)
    sent(bob, card, first, areas=[trade.pk], questions=[str(asked.pk)])
    assert set(card.areas.all()) == {trade}
    sent(bob, card, second, areas=[black_sea.pk, courts.pk], tag="Other")
    assert set(card.areas.all()) == {trade, courts}
    assert set(card.questions.all()) == {asked}
    hidden = make.question(member=cast.alice)
    card.questions.add(hidden)
    hidden.remove(by=cast.alice.user)
    sent(bob, card, form_of(bob, card), tag="Third")
    assert hidden in card.questions.all(), "what the form does not show is not taken away by it"


@pytest.mark.parametrize("version", ["", "0", "99", "x"])
def test_a_form_that_knows_of_no_such_version_is_a_conflict(cast, card, as_member, version):
    bob = as_member(cast.bob)
    form = form_of(bob, card)
    edit_card(card=card, version=1, by=cast.bob.user, tag="First")
    assert sent(bob, card, form, version=version, analysis="Mine.").status_code == 409
    assert Card.objects.get().analysis == "So."

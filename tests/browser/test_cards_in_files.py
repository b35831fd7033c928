"""Cards taken out to Word and brought in again, as a person does it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card
from evidence.models import Card
from tests import make
from tests.browser.conftest import LAPTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("scheme", "viewport", "script"), [("light", LAPTOP, True), ("dark", PHONE, True), ("light", PHONE, False)]
)
def test_cards_go_out_to_word_and_come_back(cast, page, axe, tmp_path, scheme, viewport, script):
    article = make.article(member=cast.alice, title="Ports Reopen")
    words = ["Wheat for May delivery fell 4 percent", "its largest drop since the autumn"]
    cards = [
        attach_card(
            member=cast.bob, article=article, tag=text, cite="Castellanos, 2026", selection=Selection(text)
        ).row
        for text in words
    ]
    opened = page(cast.bob, color_scheme=scheme, viewport=viewport, java_script_enabled=script)

    def looked() -> None:
        if script:
            axe(opened)
            assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    opened.goto(reverse("evidence:cards", args=[cast.team.slug]))
    opened.get_by_role("link", name="Take out").click()
    opened.get_by_text("Only some of them").click()
    looked()
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Take out").press("Enter")
    download.value.save_as(tmp_path / "cards.docx")
    if script:
        expect(opened.get_by_text("The file is made: 2 cards. Your browser has it.")).to_be_visible()
        looked()
    cards[0].remove(by=cast.bob.user)

    opened.goto(reverse("evidence:cards", args=[cast.team.slug]))
    opened.get_by_role("link", name="Bring in").click()
    looked()
    opened.get_by_label("File").set_input_files(tmp_path / "cards.docx")
    opened.get_by_role("button", name="Look at it").press("Enter")
    expect(opened.get_by_role("heading", name="Are these right?")).to_be_visible()
    expect(opened.get_by_label(words[0])).to_be_checked()
    expect(opened.get_by_label(words[1])).not_to_be_checked()
    looked()
    opened.get_by_role("button", name="Keep the ticked cards").press("Enter")
    expect(opened.get_by_text("1 card brought in.")).to_be_visible()
    made = Card.objects.exclude(pk__in=[card.pk for card in cards]).get()
    assert (made.tag, made.article, made.passage.exact) == (words[0], article, words[0])

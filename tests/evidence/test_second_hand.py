"""Whose words a passage is, and the originals that a digest drew on."""

import pytest
from django.urls import reverse

from articles.models import Source
from evidence.attaching import Selection, attach_card
from evidence.secondhand import words_of_another
from tests import make

TEXT = (
    "Ports opened on Monday. “Insurers will wait for thirty days,” said Lena Oduya of the guild. It called the news "
    "“good” and left.\nZelensky said that “pressure must continue to rise until real progress is made”. A source told "
    "Reuters that the demands were “detached from reality” and new.\nMinister Karl van der Berg, who leads the talks, "
    "has warned of “a long winter. \nThen he left.”"
)


def said(passage):
    start = TEXT.index(passage)
    found = words_of_another(TEXT, start, start + len(passage))
    return found and (found.all, found.speaker)


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("Insurers will wait", (True, "Lena Oduya")),
        ("“Insurers will wait for thirty days,” said Lena Oduya of the guild.", (True, "Lena Oduya")),
        ("Ports opened on Monday. “Insurers", (False, "Lena Oduya")),
        ("Ports opened on Monday.", None),
        ("It called the news “good” and left.", None),
        ("pressure must continue", (True, "Zelensky")),
        ("the demands were “detached from reality” and new", (False, "")),
        ("a long winter", (True, "Minister Karl van der Berg")),
    ],
)
def test_words_between_marks_are_somebodys_and_the_name_beside_said_is_theirs(passage, words):
    assert said(passage) == words


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("He met Putin. Marco Rubio also said “nothing is certain now.”", "Marco Rubio"),
        ("There were “several new conditions.” Zelensky said that it would end.", ""),
        ("“Will they come?” asked nobody. “Will they come!” said J. R. Weiss.", "J. R. Weiss"),
        ("“It is over now,” Mr. Weiss said.", "Mr. Weiss"),
        ("“It is over now,” he said.", ""),
        ("They said “it is over now”.", ""),
        ("“It is over now,” said the Bank’s chair, Amélia Sandoré.", "Amélia Sandoré"),
        ("“It is over now,” said the chair of the Bank, Monday.", ""),
        ("“It is over now,” said the minister, Deutsche Welle reported.", ""),
        ("It was “over for now.” Said the chair, Amélia Sandoré.", ""),
        ("Trump, who has pressed for it, said it would come “as soon as we can.”", "Trump"),
    ],
)
def test_a_speaker_is_named_only_where_the_form_is_plain(text, speaker):
    start = text.rindex("“") + 1
    found = words_of_another(text, start, text.rindex("”"))
    assert found and found.speaker == speaker


@pytest.fixture
def article(cast):
    body = f"{TEXT.splitlines()[0]} The Harbour Gazette had it first.\n\nWheat fell 4 percent."
    return make.article(member=cast.alice, title="Ports Reopen", body=body)


def page_of(client, article, words, member):
    selection = Selection(words)
    card = attach_card(member=member, article=article, selection=selection, tag="Tag", cite="C").row
    return client.get(card.get_absolute_url()).content.decode()


def test_a_quotation_inside_a_digest_warns_and_names_the_speaker_and_the_originals(cast, article, as_member):
    last = Source(article=article, position=1, authors=["Staff"], publication="The Other", text="Staff, The Other")
    last.save()
    Source.objects.filter(position=0).update(position=9)
    original = make.article(member=cast.alice, title="First Report")
    original.publisher, original.byline = "The Harbour Gazette", ["Staff"]
    original.save()
    html = page_of(as_member(cast.bob), article, "Insurers will wait for thirty days", cast.bob)
    assert "These seem to be the words of Lena Oduya, whom the article only quotes." in html
    assert "Second hand: the article is a digest of what others reported. Cite the original:" in html
    assert f'<a href="{original.get_absolute_url()}">Staff, The Harbour Gazette</a>' in html
    assert html.index("Staff, The Harbour Gazette") < html.index("Staff, The Other")


def test_an_originals_own_words_need_no_warning(cast, article, as_member):
    article.kind = "original"
    article.save()
    client = as_member(cast.bob)
    assert "caution second" not in page_of(client, article, "Wheat fell 4 percent.", cast.bob)
    quoting = page_of(client, article, "Insurers will wait for thirty days", cast.bob)
    assert "Say whose words they are." in quoting
    assert "Second hand" not in quoting


def test_the_warning_is_there_before_the_card_is_made(cast, article, as_member):
    address = reverse("evidence:passage", args=[cast.team.slug, article.pk])
    client = as_member(cast.bob)
    html = client.post(address, {"what": "card", "typed": "Insurers will wait for thirty days"}).content.decode()
    assert "These seem to be the words of Lena Oduya" in html
    note = client.post(address, {"what": "note", "typed": "Insurers will wait for thirty days"}).content.decode()
    assert "seem to be the words of" not in note

"""A list of questions is looked at where something was guessed, corrected row by row, and kept once."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Batch, Question
from tests import make

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "ingest"


def address(cast, name: str) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug])


def send(client, cast, name: str, **data):
    file = SimpleUploadedFile(name, (FIXTURES / name).read_bytes())
    return client.post(address(cast, "add_questions"), {"files": [file], **data})


def form_of(response) -> dict[str, str]:
    """The rows as a browser would send them back."""
    rows = response.context_data["formset"]
    fields = {"form-TOTAL_FORMS": str(len(rows.forms)), "form-INITIAL_FORMS": str(len(rows.forms)), "pasted": ""}
    for row in rows:
        for bound in row:
            value = bound.field.widget.format_value(bound.value()) if bound.name == "asked_on" else bound.value()
            if bound.name != "take":
                fields[bound.html_name] = value or ""
            elif value:
                fields[bound.html_name] = "on"
    return fields


@pytest.mark.parametrize(
    ("name", "number"),
    [("list-hottopics.txt", 7), ("list-speakers.txt", 10), ("list-semicolons.csv", 4), ("list-no-head.csv", 2)],
)
def test_a_file_is_shown_row_by_row_and_its_rows_are_kept_as_they_were_read(cast, as_member, name, number):
    client = as_member(cast.alice)
    shown = send(client, cast, name)
    assert shown.status_code == 200
    assert not Question.objects.exists()
    read = [row["text"].value() for row in shown.context_data["formset"]]
    assert len(read) == number
    assert client.post(address(cast, "confirm_questions"), form_of(shown)).status_code == 302
    kept = {question.text: question for question in Question.objects.all()}
    assert set(kept) == {" ".join(text.split()) for text in read}
    for row in shown.context_data["formset"]:
        question = kept[" ".join(row["text"].value().split())]
        assert (question.side, question.source, question.asked_on) == tuple(
            row[field].value() or (None if field == "asked_on" else "") for field in ("side", "source", "asked_on")
        )
        assert [area.name for area in question.areas.all()] == ([row["area"].value()] if row["area"].value() else [])


def test_what_holds_for_the_whole_list_fills_what_a_row_does_not_say(cast, as_member):
    client = as_member(cast.alice)
    pasted = "question,side\nWill it rain?,domestic\nWill it snow?,"
    data = {"pasted": pasted, "side": "international", "source": "Week 12", "asked_on": "2026-11-20"}
    assert client.post(address(cast, "add_questions"), data).status_code == 302
    kept = {q.text: (q.side, q.source, q.asked_on) for q in Question.objects.all()}
    assert kept == {
        "Will it rain?": ("domestic", "Week 12", date(2026, 11, 20)),
        "Will it snow?": ("international", "Week 12", date(2026, 11, 20)),
    }


def test_a_row_is_corrected_and_one_left_out_before_they_are_kept(cast, as_member):
    client = as_member(cast.alice)
    fields = form_of(send(client, cast, "list-speakers.txt"))
    fields |= {"form-0-text": "Is this the corrected wording?", "form-0-area": "Courts", "form-0-side": "domestic"}
    left = fields["form-1-text"]
    del fields["form-1-take"]
    client.post(address(cast, "confirm_questions"), fields)
    corrected = Question.objects.get(text="Is this the corrected wording?")
    assert (corrected.side, [area.name for area in corrected.areas.all()]) == ("domestic", ["Courts"])
    assert not Question.objects.filter(text=left).exists()


def test_a_fault_in_one_row_keeps_everything_that_was_typed(cast, as_member):
    client = as_member(cast.alice)
    fields = form_of(send(client, cast, "list-speakers.txt"))
    fields |= {"form-0-asked_on": "2026-13-45", "form-1-text": "Typed by hand?", "form-2-text": ""}
    shown = client.post(address(cast, "confirm_questions"), fields)
    assert shown.status_code == 422
    page = shown.content.decode()
    assert "2026-13-45" in page and "Typed by hand?" in page
    assert not Question.objects.exists()


def test_a_nearly_same_question_is_offered_unticked_and_an_equal_one_is_told(cast, as_member):
    near = make.question(member=cast.alice, text="Should the US send troops to Ukraine?")
    same = make.question(member=cast.alice, text="Will it rain?")
    pasted = "Should the U.S. send ground troops to Ukraine?\nWill it rain?\nWill it snow?"
    shown = as_member(cast.alice).post(address(cast, "add_questions"), {"pasted": pasted})
    rows = shown.context_data["rows"]
    assert [(offer.near, offer.same, row["take"].value()) for row, offer in rows] == [
        (near, None, False),
        (None, same, True),
        (None, None, True),
    ]
    fields = form_of(shown)
    as_member(cast.alice).post(address(cast, "confirm_questions"), fields)
    assert {q.text for q in Question.objects.all()} == {near.text, same.text, "Will it snow?"}


def test_a_student_sends_in_questions_that_nobody_draws_before_they_are_published(cast, as_member):
    response = as_member(cast.bob).post(address(cast, "add_questions"), {"pasted": "Will it rain?"}, follow=True)
    assert "Your coach or captain looks at them" in response.content.decode()
    question = Question.objects.get()
    assert (question.waiting, question.owner) == (True, cast.bob.user)
    assert list(Question.objects.drawable_by(cast.alice)) == []
    as_member(cast.alice).post(address(cast, "publish_sent_in"), {"question": question.pk})
    assert list(Question.objects.drawable_by(cast.bob)) == [question]


def test_an_article_among_the_files_is_refused_with_the_way_to_go(cast, as_member):
    response = send(as_member(cast.alice), cast, "several-questions.txt")
    assert response.status_code == 422
    assert "send it on the page for articles" in response.content.decode()


def test_a_very_long_list_becomes_a_batch_that_can_be_taken_back(cast, as_member):
    pasted = "\n".join(f"Will village {n} vote again?" for n in range(301))
    response = as_member(cast.alice).post(address(cast, "add_questions"), {"pasted": pasted, "new_area": "Courts"})
    batch = Batch.objects.get()
    assert response["Location"] == reverse("articles:batch", args=[cast.team.slug, batch.pk])
    assert batch.sealed_at and [area.name for area in batch.areas.all()] == ["Courts"]


def test_a_list_sent_on_the_page_for_articles_is_looked_at_too(cast, as_member):
    make.area(team=cast.team, name="Courts")
    client = as_member(cast.alice)
    sent = SimpleUploadedFile("list-speakers.txt", (FIXTURES / "list-speakers.txt").read_bytes())
    shown = client.post(address(cast, "preview"), {"files": [sent], "areas": ["courts"]})
    assert shown.status_code == 200
    fields = form_of(shown) | {"areas": shown.context_data["filed"], "files": "0", "drafts": "0"}
    response = client.post(address(cast, "confirm"), fields)
    assert response["Location"] == address(cast, "questions")
    assert Question.objects.filter(areas__slug="courts").count() == 10


def test_a_list_behind_an_article_is_kept_with_it_and_a_fault_in_a_row_loses_neither(cast, as_member):
    client = as_member(cast.alice)
    text = (FIXTURES / "40-list-behind-article.txt").read_text(encoding="utf-8")
    shown = client.post(address(cast, "preview"), {"pasted": text})
    preview = shown.context_data["preview"]
    fields = form_of(shown) | {
        "files": "1",
        "drafts": "1",
        "file-0-name": preview.uploads[0].name,
        "file-0-data": preview.uploads[0].base64,
        "draft-0-file": "0",
        "draft-0-place": "0",
        "draft-0-take": "on",
        "draft-0-title": "A title by hand",
        "draft-0-kind": "digest",
        "draft-0-body": "A text by hand.",
    }
    number = int(fields["form-TOTAL_FORMS"])
    assert number >= 3
    bad = client.post(address(cast, "confirm"), fields | {"form-0-text": ""})
    assert bad.status_code == 422
    assert "A text by hand." in bad.content.decode() and fields["form-1-text"] in bad.content.decode()
    assert not Question.objects.exists() and not Article.objects.exists()
    assert client.post(address(cast, "confirm"), fields).status_code == 302
    assert Article.objects.get().title == "A title by hand"
    assert Question.objects.count() == number


def test_a_pasted_question_that_asks_two_things_is_looked_at_before_it_is_kept(cast, as_member):
    client = as_member(cast.alice)
    doubled = "Should Congress pass the farm bill, and how should it be paid for?"
    shown = client.post(address(cast, "add_questions"), {"pasted": f"{doubled}\nWhy has rice doubled in Japan?"})
    assert shown.status_code == 200
    assert not Question.objects.exists()
    page = shown.content.decode()
    assert "It seems to ask two things" in page
    assert "Some leagues take only yes or no." in page
    assert client.post(address(cast, "confirm_questions"), form_of(shown)).status_code == 302
    assert Question.objects.filter(text=doubled).exists()


def test_an_open_question_is_told_and_not_held_up(cast, as_member):
    as_member(cast.alice).post(address(cast, "add_questions"), {"pasted": "Why has rice doubled in Japan?"})
    assert Question.objects.get().text == "Why has rice doubled in Japan?"


def test_whoever_corrects_a_question_is_told_what_to_look_at_and_others_are_not(cast, as_member):
    asked = make.question(member=cast.alice, text="What will the Senate do this week about the debt limit?")
    words = "“this week” means another time when it is drawn"
    assert words in as_member(cast.alice).get(asked.get_absolute_url()).content.decode()
    edit = reverse("articles:edit_question", args=[cast.team.slug, asked.pk])
    assert words in as_member(cast.alice).get(edit).content.decode()
    assert words not in as_member(cast.bob).get(asked.get_absolute_url()).content.decode()

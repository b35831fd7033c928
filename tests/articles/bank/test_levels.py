"""How hard a question is: as lists mark it, as coaches set it, as the bank is narrowed by it."""

import pytest
from django.urls import reverse

from articles.bank.changing import merge
from articles.bank.levels import ASKED, Level, level_of, taken_off
from articles.ingest.question_list import read_question_list
from articles.ingest.question_table import read_table
from articles.models import Question
from articles.tidying.questions import QUESTIONS
from articles.tidying.steps import Act, Step, take_back, tidy
from tests import make

EASY, MEDIUM, HARD = Level


def address(cast, name: str = "questions", *args, **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args], query=asked)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Hard", HARD),
        ("  easy questions:", EASY),
        ("**Medium**", MEDIUM),
        ("Difficult", HARD),
        ("Hard power", None),
        ("How hard is it?", None),
        ("", None),
    ],
)
def test_a_cell_or_a_heading_is_a_level_only_where_it_says_nothing_else(said, level):
    assert level_of(said) == level


@pytest.mark.parametrize(
    ("printed", "question", "level"),
    [
        ("Will it hold? (hard)", "Will it hold?", HARD),
        ("Will it hold? [Easy].", "Will it hold?", EASY),
        ("[Moderate] Will it hold?", "Will it hold?", MEDIUM),
        ("(harder) Will it hold?", "Will it hold?", HARD),
        ("Hard: Will it hold?", "Will it hold?", HARD),
        ("Hard power: boon or bane?", "Hard power: boon or bane?", None),
        ("Will it hold? (Reuters)", "Will it hold? (Reuters)", None),
        ("Is soft power hard?", "Is soft power hard?", None),
    ],
)
def test_a_mark_before_or_behind_a_question_is_taken_off(printed, question, level):
    assert taken_off(printed) == (question, level)


def test_a_list_gives_levels_by_heading_and_by_mark_and_a_source_behind_stays_one():
    read = read_question_list(
        "Questions for the week of June 29, 2015\n\nEasy\n1. Will A?\n2. Will B? (hard)\n\nHard questions:\n"
        "1. Will C? (Reuters)\n\nQuestions of the final\n1. Will D?\n"
    )
    assert [(one.text, one.difficulty, one.source) for one in read.questions] == [
        ("Will A?", "easy", "Questions for the week of June 29, 2015"),
        ("Will B?", "hard", "Questions for the week of June 29, 2015"),
        ("Will C?", "hard", "Reuters"),
        ("Will D?", "", "Questions of the final"),
    ]


@pytest.mark.parametrize(
    "table", ["Question,Difficulty\nWill A?,hard\nWill B?,Varsity\n", "Will A?,hard\nWill B?,easy\n"]
)
def test_a_column_of_a_table_gives_levels_and_what_is_none_is_told(table):
    read = read_table(table)
    assert read.questions[0].difficulty == "hard"
    told = [one.message for one in read.cautions if one.code == "difficulty-unread"]
    assert told == (["“Will B?”: “Varsity” is neither easy, medium nor hard."] if "Varsity" in table else [])


@pytest.mark.django_db
def test_what_a_list_says_of_itself_wins_over_what_is_said_of_all_of_it(cast, as_member):
    data = {"pasted": "Will the ports stay open? (hard)\nWill the grain be sold?", "difficulty": "easy"}
    assert as_member(cast.alice).post(address(cast, "add_questions"), data).status_code == 302
    assert dict(Question.objects.values_list("text", "difficulty")) == {
        "Will the ports stay open?": "hard",
        "Will the grain be sold?": "easy",
    }


@pytest.mark.django_db
def test_a_list_sent_again_fills_in_what_was_not_known_and_changes_no_level(cast, as_member):
    make.question(member=cast.alice, text="Will the ports stay open?")
    client = as_member(cast.alice)
    for level in ("medium", "hard"):
        client.post(address(cast, "add_questions"), {"pasted": f"Will the ports stay open? ({level})"})
    assert Question.objects.get().difficulty == "medium"


@pytest.mark.django_db
def test_a_row_that_is_looked_at_first_keeps_the_level_that_was_read_or_chosen(cast, as_member):
    client = as_member(cast.alice)
    shown = client.post(
        address(cast, "add_questions"), {"pasted": "Will it? (hard)\nBoth this and that? Or that? (easy)"}
    )
    assert [row["difficulty"].value() for row in shown.context_data["formset"]] == ["hard", "easy"]
    fields = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "pasted": "", "form-0-take": "on"}
    fields |= {"form-0-text": "Will it?", "form-0-difficulty": "impossible"}
    wrong = client.post(address(cast, "confirm_questions"), fields)
    assert wrong.status_code == 422 and not Question.objects.exists()
    client.post(address(cast, "confirm_questions"), fields | {"form-0-difficulty": "medium"})
    assert Question.objects.get().difficulty == "medium"


@pytest.mark.django_db
def test_a_coach_sets_the_level_of_one_and_of_many_and_takes_it_back(cast, as_member):
    one, two = (make.question(member=cast.alice) for _ in range(2))
    client = as_member(cast.alice)
    edit = address(cast, "edit_question", one.pk)
    form = client.get(edit).context_data["form"]
    typed = {"text": form["text"].value(), "side": "", "source": "", "difficulty": "hard", "version": one.version}
    assert client.post(edit, typed).status_code == 302
    assert "Hard" in client.get(address(cast)).content.decode()
    done = tidy(member=cast.alice, shelf=QUESTIONS, step=Step(Act.DIFFICULTY, "easy", (one.pk, two.pk)))
    assert set(Question.objects.values_list("difficulty", flat=True)) == {"easy"}
    take_back(member=cast.alice, shelf=QUESTIONS, steps=done.undo)
    assert dict(Question.objects.values_list("pk", "difficulty")) == {one.pk: "hard", two.pk: ""}
    assert tidy(member=cast.alice, shelf=QUESTIONS, step=Step(Act.DIFFICULTY, "impossible", (one.pk,))).fault


@pytest.mark.django_db
def test_the_bank_is_narrowed_by_difficulty_and_counts_it(cast, as_member):
    for level in ("easy", "hard", "hard", ""):
        question = make.question(member=cast.alice)
        Question.objects.filter(pk=question.pk).update(difficulty=level)
    client = as_member(cast.bob)
    found = client.get(address(cast)).context_data["found"]
    assert [(one.label, one.count) for one in dict(found.facets)["Difficulty"]] == [
        ("Easy", 1),
        ("Hard", 2),
        ("Not said", 1),
    ]
    for asked, total in (("hard", 2), ("-", 1), ("nonsense", 4)):
        assert client.get(address(cast, difficulty=asked)).context_data["found"].total == total


@pytest.mark.django_db
def test_the_bank_is_narrowed_by_the_kind_of_question_and_counts_it(cast, as_member):
    for text in ("Will it hold?", "Should it hold?", "Can it hold?", "Sanctions: boon or bane?"):
        make.question(member=cast.alice, text=text)
    client = as_member(cast.bob)
    found = client.get(address(cast)).context_data["found"]
    assert [(one.label, one.count) for one in dict(found.facets)["Kind"]] == [
        ("Yes or no (can, should, is …)", 2),
        ("Predictive (will …)", 1),
        ("Of no kind", 1),
    ]
    for asked, total in (("yes_no", 2), ("-", 1), ("nonsense", 4)):
        assert client.get(address(cast, kind=asked)).context_data["found"].total == total
    assert "kind" not in client.get(address(cast, kind="yes_no")).context_data["everything"]  # "without filters"


@pytest.mark.django_db
def test_a_bank_without_levels_has_no_such_filter(cast, as_member):
    make.question(member=cast.alice)
    assert "Difficulty" not in dict(as_member(cast.bob).get(address(cast)).context_data["found"].facets)


@pytest.mark.django_db
def test_two_that_become_one_keep_a_level(cast):
    stays, gone = (make.question(member=cast.alice) for _ in range(2))
    Question.objects.filter(pk=gone.pk).update(difficulty="hard")
    assert merge(member=cast.alice, stays=stays, gone=gone).difficulty == "hard"


def test_what_a_draw_may_ask_for_names_known_levels_only():
    assert set(ASKED) == {"easy", "medium", "hard", "harder"}
    assert ASKED["harder"] == (MEDIUM, HARD)

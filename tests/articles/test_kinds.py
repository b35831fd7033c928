import pytest

from articles.bank.kinds import LABELS, Kind, kind_of
from articles.models import Question
from tests import make

ASKED = {
    Kind.YES_NO: [
        "Should the United States arm Taiwan?",
        "Can the Fed bring down inflation without a recession?",
        "Is the Moldovan government losing control of Gagauzia?",
        "Isn’t it time for NATO to grow?",
        "Given the recent ceasefire, should Egypt reopen the Rafah crossing?",
        "In Brazil, does Lula still have a majority?",
        "Brazil: can Lula win again?",
        "“Do tariffs work?”",
    ],
    Kind.FORECAST: [
        "Will the ports stay open?",
        "Won’t the Senate simply wait?",
        "After the vote in Chile, will the peso recover?",
        "How likely is a coup in Mali?",
        "Who will win the Polish election?",
        "Is the ECB likely to cut rates in June?",
        "When will the grain deal end?",
    ],
    Kind.HOW: [
        "How should Europe answer the tariffs?",
        "How will the strike change the race?",
        "With the election near, how can Labour hold the north?",
    ],
    Kind.WHAT: [
        "What should be done about Haiti?",
        "To what extent has AMLO weakened the courts?",
        "Which party gains from the split?",
        "In which states will turnout decide the Senate?",
        "What’s next for Syria?",
    ],
    Kind.WHY: ["Why has growth stalled in Germany?", "And why now?", "How come the talks failed?"],
    None: ["Sanctions on Russia: boon or bane?", "Discuss the future of ASEAN.", "", "On a scale of 1-10 …"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ASKED.items() for text in texts])
def test_a_question_is_of_the_kind_that_its_opening_says(kind, text):
    assert kind_of(text) == kind


def test_every_kind_is_named():
    assert list(LABELS) == list(Kind)


@pytest.mark.django_db
def test_a_question_keeps_its_kind_and_gets_another_with_other_words(cast):
    question = make.question(member=cast.alice, text="Why has growth stalled?")
    assert Question.objects.get().kind == "why"
    question.word("Growth: boon or bane?")
    assert question.kind == ""

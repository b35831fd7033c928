import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.draw import (
    ALGORITHM,
    DrawError,
    digest,
    draw,
    draw_from,
    draw_places,
    sealed,
    too_few,
)
from tests.practice.draw_reference import draw_questions

# Critical values of chi-square at 0.001, so that a fair draw fails one fixed seed in a thousand: df -> value.
# From the closed form of the upper tail for odd df, Q(x; df) = erfc(sqrt(x/2)) + sum over odd j < df of
# (x/2)^(j/2) e^(-x/2) / Gamma(j/2 + 1), solved for Q = 0.001; the first test below does the sum again.
CRITICAL = {11: 31.264, 49: 85.351, 59: 98.324, 65: 105.988, 119: 172.418}

Drawing = Callable[[Sequence[str], int, str], Sequence[str]]


def tail(x: float, df: int) -> float:
    """The upper tail of chi-square for odd df."""
    return math.erfc(math.sqrt(x / 2)) + sum(
        math.exp(j / 2 * math.log(x / 2) - x / 2 - math.lgamma(j / 2 + 1)) for j in range(1, df - 1, 2)
    )


def ids(n: int) -> list[str]:
    return [f"q{at:03d}" for at in range(n)]


def chi_square(counts: Counter[str] | Counter[tuple[str, ...]], cells: int) -> float:
    """Pearson's X² against equal frequencies. A Counter leaves out empty cells; each adds `expected`."""
    expected = counts.total() / cells
    return sum((seen - expected) ** 2 / expected for seen in counts.values()) + (cells - len(counts)) * expected


def inclusion(drawing: Drawing, *, n: int = 60, k: int = 3, draws: int = 4000) -> float:
    """X² of how often each item was drawn, times (n-1)/(n-k): the items of one draw differ, so counts lean
    against one another and plain X² comes out too small. Corrected, it is chi-square with n-1 degrees."""
    counts = Counter(one for trial in range(draws) for one in drawing(ids(n), k, f"seed {trial}"))
    return chi_square(counts, n) * (n - 1) / (n - k)


@pytest.mark.parametrize(("df", "value"), CRITICAL.items())
def test_the_embedded_critical_values_cut_off_a_thousandth(df: int, value: float) -> None:
    assert tail(value, df) == pytest.approx(0.001, rel=1e-3)


def test_a_recorded_draw_comes_out_the_same_for_ever() -> None:
    assert draw(ids(12), 3, "a recorded seed") == ("q009", "q007", "q003")
    assert draw_places(12, 3, "a recorded seed") == (9, 7, 3)
    assert draw_from("h", "abefg", k=3, seed="a recorded seed").ids == ("b", "a", "h")
    assert ALGORITHM == "extemp-draw-1"


@given(
    st.sets(st.text("abé𝄞", max_size=4), max_size=30),
    st.integers(0, 30),
    st.binary(min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150, deadline=None)
def test_a_draw_gives_k_different_members_whatever_the_order_of_the_pool(
    pool: set[str], k: int, seed: bytes, chance: random.Random
) -> None:
    shuffled = sorted(pool)
    chance.shuffle(shuffled)
    if k > len(pool):
        with pytest.raises(DrawError):
            draw(shuffled, k, seed)
        return
    drawn = draw(shuffled, k, seed)
    assert len(set(drawn)) == len(drawn) == k
    assert set(drawn) <= pool
    assert drawn == draw(sorted(pool), k, seed)
    assert drawn == draw(sorted(pool), len(pool), seed)[:k]


def test_text_and_its_bytes_are_the_same_seed() -> None:
    assert draw(ids(40), 5, "Brücke") == draw(ids(40), 5, "Brücke".encode())


def test_a_draw_of_a_few_from_a_hundred_thousand_keeps_only_a_few() -> None:
    places = draw_places(100_000, 50, "big")
    assert len(set(places)) == 50
    assert max(places) > 90_000  # 50 uniform places all below that: 0.9^50, half a percent, and the seed is fixed


@pytest.mark.parametrize(
    ("pool", "k", "seed", "message"),
    [
        (["a", "b"], 3, "s", "cannot draw 3 of 2"),
        (["a", "b"], -1, "s", "cannot draw -1 of 2"),
        (["a", "b", "a"], 1, "s", "'a' stands twice in the pool"),
        (["a", "b"], 1, "", "the seed is empty"),
        (["a", "b"], 1, b"", "the seed is empty"),
    ],
)
def test_an_impossible_draw_is_refused(pool: list[str], k: int, seed: str | bytes, message: str) -> None:
    with pytest.raises(DrawError, match=message):
        draw(pool, k, seed)


# Fairness.


def unseen(pool: Sequence[str], k: int, seed: str) -> Sequence[str]:
    return draw_from(pool, (), k=k, seed=seed).ids


def filling(pool: Sequence[str], k: int, seed: str) -> Sequence[str]:
    """The seen ones that stand beside a single unseen one."""
    return [one for one in draw_from(["new"], pool, k=k + 1, seed=seed).ids if one != "new"]


@pytest.mark.parametrize("drawing", [draw, unseen, filling])
def test_every_question_is_drawn_equally_often(drawing: Drawing) -> None:
    assert inclusion(drawing) < CRITICAL[59]


def test_every_question_is_equally_often_first_second_and_third() -> None:
    at_place = [Counter[str](), Counter[str](), Counter[str]()]
    for trial in range(4000):
        for place, one in enumerate(draw(ids(60), 3, f"place {trial}")):
            at_place[place][one] += 1
    assert [chi_square(counts, 60) < CRITICAL[59] for counts in at_place] == [True, True, True]


def test_every_pair_is_drawn_equally_often() -> None:
    pairs = Counter(tuple(sorted(draw(ids(12), 2, f"pair {trial}"))) for trial in range(4000))
    assert set(pairs) == set(combinations(ids(12), 2))
    assert chi_square(pairs, 66) < CRITICAL[65]


def test_every_order_of_five_comes_out_equally_often() -> None:
    orders = Counter(draw(ids(5), 5, f"order {trial}") for trial in range(6000))
    assert set(orders) == set(permutations(ids(5)))
    assert chi_square(orders, 120) < CRITICAL[119]


def test_one_draw_says_nothing_about_the_next() -> None:
    firsts = [draw(ids(8), 3, f"{trial}")[0] for trial in range(4001)]
    follow = Counter(pairwise(firsts))
    alone, after = Counter(firsts[:-1]), Counter(firsts[1:])
    expected = {(one, two): alone[one] * after[two] / 4000 for one in ids(8) for two in ids(8)}
    assert sum((follow[cell] - e) ** 2 / e for cell, e in expected.items()) < CRITICAL[49]  # (8-1)² degrees


def last_never_drawn(pool: Sequence[str], k: int, seed: str) -> Sequence[str]:
    return random.Random(seed).sample(pool[:-1], k)


def bare_remainder(pool: Sequence[str], k: int, seed: str) -> Sequence[str]:
    chance, taken = random.Random(seed), dict[str, None]()
    while len(taken) < k:
        taken[pool[chance.randrange(256) % len(pool)]] = None
    return list(taken)


def random_comparator(pool: Sequence[str], k: int, seed: str) -> Sequence[str]:
    chance, ordered = random.Random(seed), list(pool)
    for at in range(1, len(ordered)):  # insertion sort that tosses a coin where it should compare
        while at and chance.random() < 0.5:
            ordered[at - 1], ordered[at] = ordered[at], ordered[at - 1]
            at -= 1
    return ordered[:k]


@pytest.mark.parametrize("biased", [last_never_drawn, bare_remainder, random_comparator])
def test_a_biased_draw_does_not_pass_for_a_fair_one(biased: Drawing) -> None:
    assert inclusion(biased) > CRITICAL[59]


def test_without_the_correction_a_fair_draw_would_look_too_even() -> None:
    trials = [
        chi_square(Counter(x for t in range(60) for x in draw(ids(12), 5, f"{run} {t}")), 12) for run in range(200)
    ]
    mean = sum(trials) / len(trials)
    assert mean == pytest.approx(11 * (12 - 5) / (12 - 1), abs=1)  # 7.0, where chi-square of 11 has mean 11


# What is drawn.


def test_while_unseen_questions_are_left_no_seen_one_is_drawn() -> None:
    drawn = draw_from("efg", "abcd", k=3, seed="s")
    assert (set(drawn.ids), drawn.relaxed, drawn.pool_size) == (set("efg"), (), 3)


def test_too_few_unseen_questions_are_all_drawn_and_seen_ones_fill_the_rest() -> None:
    words = "Only one question is left that you have not seen, so the others are ones you have drawn before."
    places = Counter[int]()
    for trial in range(300):
        drawn = draw_from("h", "abefg", k=3, seed=f"{trial}")
        assert (drawn.relaxed, drawn.pool_size, drawn.algorithm) == ((words,), 6, ALGORITHM)
        assert set(drawn.ids) <= set("abefgh")
        places[drawn.ids.index("h")] += 1
    assert min(places[place] for place in range(3)) > 70  # about 100 each: its place does not give it away


def test_when_all_is_seen_it_says_so_and_draws_again() -> None:
    words = "You have seen every question that is left, so all of these are ones you have drawn before."
    assert draw_from("", "abcd", k=3, seed="s").relaxed == (words,)


def test_too_few_questions_say_why_and_an_empty_bank_is_no_error() -> None:
    why = (
        "The draw needs 4 questions and 3 of 6 can be drawn: you have spoken on 2 and 1 is held by team-mates "
        "in this round."
    )
    assert too_few(wanted=4, left=3, of=6, spoken=2, held=1).why == why
    assert (
        too_few(wanted=3, left=0, of=0, spoken=0, held=0).why == "The draw needs 3 questions and 0 of 0 can be drawn."
    )


def test_a_draw_of_more_than_both_shelves_hold_is_refused() -> None:
    with pytest.raises(DrawError, match="cannot draw 2 of 1"):
        draw_from("a", "b", k=3, seed="s")


letters = st.sets(st.sampled_from("abcdefghij"))


@given(letters, letters, st.integers(1, 6), st.integers(0, 99))
@settings(max_examples=200, deadline=None)
def test_a_draw_keeps_its_promises_for_any_history(bank: set[str], seen: set[str], k: int, seed: int) -> None:
    fresh, met = sorted(bank - seen), sorted(bank & seen)
    if len(bank) < k:
        with pytest.raises(DrawError):
            draw_from(fresh, met, k=k, seed=f"{seed}")
        return
    drawn = draw_from(fresh, met, k=k, seed=f"{seed}")
    assert len(set(drawn.ids)) == len(drawn.ids) == k
    assert set(drawn.ids) <= bank
    assert len(set(drawn.ids) - seen) == min(k, len(fresh))
    assert bool(drawn.relaxed) == bool(set(drawn.ids) & seen)
    assert drawn.ids == draw_questions(bank, seen=seen, spoken=(), held=(), k=k, seed=f"{seed}")


# Commit and reveal.


def test_what_is_shown_before_is_the_sha256_of_the_seed_and_of_the_list_as_a_file() -> None:
    assert sealed("seed") == "19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b"
    assert digest(["a", "b"]) == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"
    assert digest(["ab"]) != digest(["a", "b"])


def test_a_draw_from_a_shelf_is_the_draw_from_its_list_and_looks_at_k_places_only() -> None:
    class Counted:
        looked = 0

        def __len__(self) -> int:
            return 100_000

        def __getitem__(self, place: int) -> str:
            Counted.looked += 1
            return f"q{place:06d}"

    drawn = draw_from(Counted(), (), k=3, seed="shelf")
    assert Counted.looked == 3
    assert drawn.ids == draw([f"q{place:06d}" for place in range(100_000)], 3, "shelf")
    assert (drawn.pool_size, drawn.relaxed) == (100_000, ())

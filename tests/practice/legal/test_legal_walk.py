"""Legal mode is enforced by the server: what is barred is in no answer, at any address, whoever asks how."""

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.legal.legality import room_of, speaks_of_the_room
from tests.access import ROWS
from tests.practice.legal.world import (
    BARE,
    BLOCK,
    BRIEF,
    CARD,
    DIGEST,
    EARLIER,
    HIDDEN,
    NOTE,
    OLD,
    SHOWN,
    TAG,
    addresses,
    barred_by,
    close,
    markers_in,
)
from tests.practice.rule_sets.test_presets import RULES


def rooms() -> dict[str, str]:
    """One preset of each room that differs from the others': its slug, and the slugs of those with the same room."""
    found: dict[object, list[str]] = {}
    for slug, rules in RULES.items():
        if speaks_of_the_room(rules):
            found.setdefault(room_of(rules, timezone.localdate()), []).append(slug)
    return {slugs[0]: ", ".join(slugs) for slugs in found.values()}


def test_before_legal_mode_every_word_is_somewhere(world, as_member):
    found = markers_in(as_member(world.cast.bob), addresses(world))
    assert [word for word, where in found.items() if not where] == []


@pytest.mark.parametrize("slug", rooms(), ids=rooms().values())
def test_in_legal_mode_no_answer_of_the_site_holds_what_is_barred(world, as_member, slug):
    asked = addresses(world)
    close(world.more["round"], slug)
    found = markers_in(as_member(world.cast.bob), asked)
    barred = barred_by(RULES[slug])
    assert {word: where for word, where in found.items() if where and word in barred} == {}
    let_in = {DIGEST, BRIEF, OLD, BARE, SHOWN} - barred
    assert {word for word in let_in if found[word]} == let_in, "what the rules let in is there"


def test_no_fragment_holds_it_either(world, as_member):
    asked = addresses(world)
    close(world.more["round"])
    found = markers_in(as_member(world.cast.bob), asked, **{"HX-Request": "true"})
    barred = barred_by(RULES["uil-informative"])
    assert {word: where for word, where in found.items() if where and word in barred} == {}
    assert found[SHOWN]


def test_behind_the_gate_the_rows_themselves_are_narrowed(world, as_member, settings):
    """Were a page let in by mistake, it would still not show a barred row."""
    asked = addresses(world)
    close(world.more["round"])
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "teams.limits.Gate"]
    found = markers_in(as_member(world.cast.bob), asked)
    rows = (NOTE, CARD, TAG, DIGEST, BRIEF, OLD, BARE, EARLIER, HIDDEN, BLOCK)
    assert {word: found[word] for word in rows if found[word] and word in barred_by(RULES["uil-informative"])} == {}
    assert found[SHOWN]


def test_an_article_is_shown_without_any_mark(world, as_member):
    round, bob = close(world.more["round"]), as_member(world.cast.bob)
    address = reverse("practice:prep", args=[world.cast.team.slug, round.pk]).removesuffix("prep/")
    bob.post(f"{address}open/", {"file": f"article:{world.more['good'].pk}"})
    page = bob.get(f"{address}prep/?article={world.more['good'].pk}").content.decode()
    page = page.partition('id="open"')[2]
    assert SHOWN in page and "<mark" not in page and "aria-details" not in page


def test_who_is_not_in_it_reads_as_ever(world, as_member):
    """What hangs on articles, asked for by another student, answers the same while a team-mate is in legal mode."""
    rows = [row for row in ROWS if row.name.startswith(("articles:", "evidence:")) and "200" in row.get]
    asked = [("get", reverse(row.name, kwargs=row.args(world)), {}) for row in rows]
    erin = as_member(world.cast.erin)
    before = markers_in(erin, asked)
    close(world.more["round"])
    assert markers_in(erin, asked) == before
    assert [word for word in (NOTE, CARD, TAG, DIGEST, BLOCK, SHOWN) if not before[word]] == []

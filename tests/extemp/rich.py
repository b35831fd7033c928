"""A team with a row of everything, and the odd ones: emoji, trash, a merged article, an orphan, private notes."""

import hashlib
from datetime import date, timedelta

from django.utils import timezone

from articles.models import (
    Assignment,
    Batch,
    BatchFile,
    Feed,
    Filing,
    FilingRule,
    Publisher,
    Question,
    SavedSearch,
    SynonymGroup,
    Vote,
)
from evidence.approving import approve
from evidence.attaching import Selection, attach_card, attach_note, copy_card
from evidence.blocks import add_cards, add_heading, add_inner, make_block, take_out
from evidence.checking import check
from evidence.editing import edit_card, mark_words
from evidence.giving import give
from evidence.merging import merge
from evidence.models import Card, Note
from evidence.placing import revise_and_place
from evidence.remarking import edit_remark, remark
from practice.drills.drill import OF_TEAM
from practice.drills.memory import Grade
from practice.drills.sitting import begin_sitting, grade
from practice.models import Recording, RuleSet, Tournament
from practice.outline.layouts import aim
from practice.outline.points import attach
from practice.phases import EventKind
from practice.rounds import append, open_file
from practice.rule_sets.presets import load_presets
from practice.rule_sets.shortlist import pick
from practice.season.again import begin_season
from practice.season.allowing import set_extra
from practice.season.extra import Extra
from practice.squad.squads import draw_at_place
from teams.access import Visibility
from tests import make
from tests.cast import Cast
from tests.extemp.rich_heard import furnish_heard

SAYING = Selection("Wheat for May delivery fell 4 percent in two days")
FACES = "Grain 🌾 “quoted” — ﬁne, \u202etold\u202c 👩🏽\u200d🌾 <b>&amp;</b>"


def furnish(cast: Cast) -> None:
    """Fills Alice's team; Bob's private note says FACES too."""
    load_presets()
    area = make.area(team=cast.team)
    article = make.article(
        member=cast.alice, title=f"Ports {FACES}", questions=["Will the ports stay open? 🚢"], areas=[area]
    )
    article.tags, article.analysis, article.analysis_html = ["Wheat", "🌾"], "A *thought*", "<p>A <em>thought</em></p>"
    article.cautions = [{"code": "no-date", "field": "published_on", "message": "No date was found."}]
    article.archived_at = timezone.now()
    article.save()
    _texts(cast, article)
    _lists(cast, area, article)
    _blocks(cast, article)
    _batch(cast, article)
    _season(cast, area)
    _round(cast, article)


def _texts(cast: Cast, article) -> None:
    for visibility in Visibility:
        body, tags = f"{visibility} {FACES}", ["Grain", "🌾"]
        attach_note(member=cast.bob, article=article, body=body, selection=SAYING, visibility=visibility, tags=tags)
    attach_note(member=cast.erin, article=article, body="lost", selection=Selection("Words that stand nowhere"))
    card = attach_card(member=cast.dana, article=article, selection=SAYING, tag=FACES, cite="Castellanos, 3 March").row
    mark_words(card=card, version=1, by=cast.dana.user, first=3, last=5, level="highlight")
    said = {"quotation": "Wheat … fell 4 percent in [three] days", "cite_spoken": "Mira Castellanos"}
    edit_card(card=card, version=2, by=cast.dana.user, **said)
    check(card=card, version=3, by=cast.erin.user, holds=False, remark=FACES)
    copy_card(card=card, member=cast.erin)
    give(member=cast.erin, card=card, to=[cast.alice, cast.bob], remark=FACES)
    _remarks(cast, card)
    gone = attach_card(member=cast.bob, article=article, selection=SAYING, tag="gone", cite="x", visibility="private")
    gone.row.remove(by=cast.bob.user)
    text = article.current.markdown.replace("Wheat for May delivery", "Maize, for once,") + f"\n\n{FACES}"
    revise_and_place(member=cast.erin, article=article, markdown=text, number=1)
    article.refresh_from_db()
    merge(member=cast.alice, stays=article, gone=make.article(member=cast.erin))
    make.article(member=cast.alice).remove(by=cast.erin.user)
    waiting = make.article(member=cast.bob)
    waiting.waiting = True
    waiting.save()


def _remarks(cast: Cast, card) -> None:
    approve(card=card, version=3, member=cast.erin)
    remark(member=cast.bob, about=card, body=f"@erin, is that so? {FACES}")
    shared = Note.objects.get(owner=cast.bob.user, visibility=Visibility.TEAM)
    for visibility in Visibility:
        said = remark(member=cast.erin, about=shared, body=f"{visibility} @bob {FACES}", visibility=visibility).remark
    edit_remark(remark=said, version=1, body="No, @alice.")
    remark(member=cast.erin, about=shared, body="gone").remark.remove(by=cast.erin.user)


def _lists(cast: Cast, area, article) -> None:
    own = {"team": cast.team, "owner": cast.bob.user}
    Publisher.objects.create(team=cast.team, name="The Gazette 📰", aliases=["Gazette"], kind="newspaper")
    SynonymGroup.objects.create(team=cast.team, words=["Kyiv", "Kiev"])
    SynonymGroup.objects.create(team=cast.team, replaces="kyiv")
    Filing.objects.create(rule=FilingRule.objects.create(**own, query="wheat", area=area), article=article)
    SavedSearch.objects.create(**own, name="Wheat", asked="q=wheat", visibility="private")
    Assignment.objects.create(**own, area=area, week=date(2026, 3, 2), assignee=cast.erin.user, remark="please")
    Feed.objects.create(**own, url="https://feeds.example.org/all", title="All")
    question = make.question(member=cast.alice, areas=[area])
    Question.objects.filter(pk=question.pk).update(difficulty="hard")
    Vote.objects.create(question=question, user=cast.bob.user, value=-1)
    make.question(member=cast.erin).remove(by=cast.alice.user)


def _blocks(cast: Cast, article) -> None:
    block = make_block(
        member=cast.erin, title=f"Grain {FACES}", question=article.questions.first(), area=article.areas.first()
    ).block
    over = add_heading(block=block, version=1, heading="Prices 🌾").entry
    add_cards(
        block=block, cards=Card.objects.filter(article=article, visibility="team").order_by("tag", "pk"), under=over.pk
    )
    inner = make_block(member=cast.bob, title="Prices, inner").block
    done = add_inner(block=block, inner=inner, under=over.pk)
    gone = add_heading(block=block, version=done.block.version, heading="Taken out")
    take_out(block=block, version=gone.block.version, entry=gone.entry.pk)
    make_block(member=cast.erin, title="Gone").block.remove(by=cast.alice.user)


def _batch(cast: Cast, article) -> None:
    batch = Batch.objects.create(team=cast.team, owner=cast.erin.user, label="The first dozen")
    batch.areas.add(*article.areas.all())
    done = BatchFile.objects.create(batch=batch, position=0, name="a.txt", state="done", sha256="00" * 32)
    done.added.add(article)
    done.questions.add(*article.questions.all())
    data = b"\x00\xff not read yet"
    BatchFile.objects.create(
        batch=batch, position=1, name="b.txt", data=data, sha256=hashlib.sha256(data).hexdigest(), size=len(data)
    )
    BatchFile.objects.create(batch=batch, position=2, name="empty.txt", data=b"")


def _season(cast: Cast, area) -> None:
    begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=30))
    begin_season(member=cast.alice, day=timezone.localdate()).remove(by=cast.alice.user)
    told = {"areas": [area], "goers": [cast.bob, cast.dana], "place": "Hall 🏛"}
    set_extra(speaker=cast.bob, extra=Extra(prep=150, speech=125))
    make.tournament(member=cast.erin, name=FACES, rule_set=make.rule_set(), **told)
    make.tournament(member=cast.alice, name="Gone").remove(by=cast.alice.user)


def _round(cast: Cast, article) -> None:
    shipped = make.rule_set()
    pick(member=cast.alice, rule_sets=[shipped])
    RuleSet.objects.create(team=cast.team, slug="ours", name="Ours", rules=shipped.rules)
    began = timezone.now() - timedelta(hours=1)
    round = make.prepping(member=cast.bob, at=began)
    round.tournament, round.drill, round.uses_up = Tournament.objects.get(name=FACES), OF_TEAM, False
    round.own_drill = make.drill(member=cast.alice)
    round.save()
    append(round, EventKind.DEVICE, began, {"device": 1, "what": "phone", "mark": "ab" * 16})
    open_file(round=round, article=article, device=1, at=began + timedelta(seconds=60))
    attach(round=round, slot="point_1", article=article, at=began + timedelta(seconds=90))
    make.kept_text(member=cast.bob, round=round)
    make.layout(member=cast.bob, name=FACES[:40], visibility="private").remove(by=cast.bob.user)
    told = {"rules": {"prep": 60, "pause": False}, "sections": ["intro"], "prompts": [FACES[:40]], "areas": "least"}
    make.drill(member=cast.alice, **told).remove(by=cast.alice.user)
    aim(round=round, layout=make.layout(member=cast.erin).layout, notecard="50", aims_for=9)
    for kind in Recording.Kind:
        heard = {
            "kind": kind,
            "container": "mp4",
            "sha256": "ab" * 32,
            "size": 7,
            "duration_ms": 420_000,
            "offset_ms": -5,
            "stretches": [[0, 1_790_000_000_000], [90_000, 1_790_000_120_000]],
        }
        agreed = {"consent": FACES, "consented_at": timezone.now(), "delete_on": date(2026, 4, 5), "kept_at": began}
        recording = Recording(team=cast.team, owner=cast.bob.user, round=round, facts=make.MEASURED, **heard, **agreed)
        recording.save()
    recording.remove(by=cast.bob.user)
    board = make.board(member=cast.alice, speakers=[cast.erin, cast.bob], at=began, asks="previous", one_question=True)
    board.areas.set(article.areas.all())
    make.question(member=cast.alice, text="Will this one be left for both?", areas=article.areas.all())
    sat = begin_sitting(member=cast.bob, pool="articles")
    grade(member=cast.bob, sitting=sat, at=0, grade=Grade.NEARLY)
    furnish_heard(cast, article, began - timedelta(hours=2), FACES)
    draw_at_place(place=board.places.get(number=1), member=cast.erin, at=began + timedelta(minutes=6))

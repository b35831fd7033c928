"""A team in which every kind of barred thing holds a word of its own, and the walk that looks for these words in all
answers of the site."""

import re
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from articles.coverage import assign
from articles.models import Area, Article
from articles.saved import save_search
from articles.search.index import index
from evidence.attaching import Selection, attach_card, attach_note
from evidence.blocks import add_cards, make_block
from evidence.giving import give as give_card
from evidence.marking import toggle_mark
from evidence.models import Card
from evidence.remarking import remark
from practice import rounds
from practice.hearing.ballots import Written, give
from practice.hearing.citing import hear
from practice.hearing.comments import Typed, say
from practice.models import Focus, Round
from practice.rule_sets.rules import Rules
from teams.access import Visibility
from tests import make
from tests.access import ROWS, routes
from tests.access.table import World

ALWAYS = (
    "note card tag thread remark gift asked analysis earlier hidden block heading focus heard said label filed"
    " search task layout private removed"
).split()
NOTE, CARD, TAG, EARLIER, HIDDEN, BLOCK = (f"barred{what}" for what in "note card tag earlier hidden block".split())
DIGEST, BRIEF, OLD, BARE = (f"barred{what}" for what in "digest brief old bare".split())
MARKERS = (*(f"barred{what}" for what in ALWAYS), DIGEST, BRIEF, OLD, BARE)
SHOWN = "allowedtext"
PLACE = Selection("Wheat for May delivery fell 4 percent in two days")
URL = "https://example.org/ports"


def barred_by(rules: Rules) -> set[str]:
    """The words that may not be seen under these rules: of an article only where the rules bar it."""
    barred = {f"barred{what}" for what in ALWAYS}
    kinds = rules.kinds
    barred |= {DIGEST} if kinds is not None and "digest" not in kinds else set()
    barred |= {BRIEF} if kinds is not None and "brief" not in kinds else set()
    barred |= {OLD} if rules.age_days else set()
    return barred | ({BARE} if rules.url_needed else set())


def _article(world: World, word: str, kind: str, *, url: str = URL, day: date | None = None, **given) -> Article:
    made = make.article(member=world.cast.alice, title=f"{word} title", body=f"{word} body. {make.BODY}", **given)
    made.kind, made.url, made.published_on = kind, url, day or timezone.localdate()
    made.save()
    return made


def hang_everything(world: World) -> None:
    """Whatever the site can hang on an article that may be shown; articles that some rules bar; an old round."""
    alice, bob, erin = world.cast.alice, world.cast.bob, world.cast.erin
    good = _article(world, SHOWN, "original", questions=["Will barredasked stay?"])
    good.analysis, good.analysis_html = "barredanalysis", "<p>barredanalysis</p>"
    good.tags = ["barredlabel impact", "tariffs"]
    good.save()
    filed = make.area(team=world.cast.team, name="barredfiled repercussions")
    filed.articles.add(good)
    index(Article.objects.filter(pk=good.pk).select_related("current").prefetch_related("areas", "questions"))
    toggle_mark(member=bob, article=good, selection=PLACE)
    for member in (alice, bob):
        note = {"body": f"{NOTE}?", "selection": PLACE, "visibility": Visibility.TEAM}
        note = attach_note(member=member, article=good, **note).row
        card = attach_card(member=member, article=good, selection=PLACE, tag=TAG, cite="Weiss", analysis=CARD).row
        remark(member=bob, about=note, body="barredthread")
        remark(member=bob, about=card, body="barredremark")
    attach_note(member=bob, article=good, body="barredprivate", selection=PLACE, visibility=Visibility.PRIVATE)
    attach_card(member=bob, article=good, selection=PLACE, tag="barredremoved", cite="Weiss").row.remove(by=bob.user)
    give_card(member=alice, card=Card.objects.get(tag=TAG, owner=alice.user), to=[bob], remark="barredgift")
    digest = _article(world, DIGEST, "digest")
    others = [_article(world, BRIEF, "brief"), _article(world, OLD, "original", day=date(2020, 5, 1))]
    others.append(_article(world, BARE, "original", url=""))
    earlier = world.more["earlier"] = make.prepping(member=erin)
    Round.objects.filter(pk=earlier.pk).update(visibility=Visibility.TEAM)
    earlier.points.filter(slot="hook").update(text=EARLIER, version=1)
    rounds.abandon(round=earlier)
    make.question(member=alice, text=f"Will {HIDDEN} rise?")
    block = make_block(member=bob, title=BLOCK, question=world.more["round"].question).block
    add_cards(block=block, cards=Card.objects.filter(tag=TAG))
    world.more["block"].entries.update(heading="barredheading")
    Focus.objects.filter(round=world.more["round"]).update(text="barredfocus")
    say(member=alice, round=earlier, typed=Typed("barredheard", uuid4()))
    hear(member=alice, round=earlier, told={"publication": "barredsaid"}, client_id=uuid4())
    give(member=alice, round=earlier, written=Written({"reasons": "barredheard"}, 0))
    save_search(member=bob, name="barredsearch", asked="q=grain", visibility=Visibility.TEAM)
    assign(member=alice, area=filed, week=timezone.localdate(), assignee=bob.user, remark="barredtask")
    make.layout(member=bob, name="barredlayout")
    world.more |= {"note": note, "card": card, "good": good, "digest": digest, "others": others}


def close(round: Round, slug: str = "uil-informative") -> Round:
    """The round that stands, in legal mode under these rules: all that the world has was filed before it."""
    round.simulation, round.rules = True, make.rule_set(slug=slug).figures.to_mapping()
    round.created_at = timezone.now()
    round.save()
    rounds.close_room(round, round.owner, timezone.now())
    return round


Asked = list[tuple[str, str, dict]]


def addresses(world: World) -> Asked:
    """(method, address, form): every row of the access table as it stands, and pointed at what is barred; whatever
    else the URLconf knows; and an address that it does not."""
    found: Asked = []
    articles = [world.more[name].pk for name in ("good", "digest")] + [other.pk for other in world.more["others"]]
    others = {"article_id": articles[:2], "round_id": [world.more["earlier"].pk]}
    for row in ROWS:
        args = row.args(world)
        several = [args, *({**args, key: pk} for key, pks in others.items() if key in args for pk in pks)]
        for one in several:
            address = reverse(row.name, kwargs=one)
            found += [("get", address, {}), ("post", address, row.data(world))]
    for name in {name for name, _ in routes(get_resolver())} - {row.name for row in ROWS} - {"account_logout"}:
        for args in ([], ["1"], ["teams", "team"], ["abc", "def"]):
            try:
                found.append(("get", reverse(name, args=args), {}))
                break
            except NoReverseMatch:
                continue
    team, round = world.cast.team.slug, world.more["round"]
    found += [("get", f"/t/{team}/nothing-there/", {}), ("get", f"/t/{team}/library", {})]
    area = Area.objects.get(name__startswith="barredfiled")
    for query in ("barrednote", "barredasked", "barredlabel", "ports", f"ports AND has:card OR {DIGEST}"):
        for show in ("articles", "cards", "opened"):
            address = reverse("practice:files", args=[team, round.pk])
            found.append(("get", f"{address}?q={query}&show={show}", {}))
        for name in "articles:library evidence:cards evidence:notes evidence:sentences articles:questions".split():
            found.append(("get", reverse(name, args=[team]) + f"?q={query}", {}))
    found.append(("get", reverse("articles:library", args=[team]) + f"?area={area.slug}", {}))
    room = reverse("practice:prep", args=[team, round.pk])
    for pk in articles:
        found += [("get", f"{room}?article={pk}", {}), ("post", f"{room[:-5]}open/", {"file": f"article:{pk}"})]
    for card in Card.objects.values_list("pk", flat=True):
        found += [("get", f"{room}?card={card}", {}), ("post", f"{room[:-5]}open/", {"file": f"card:{card}"})]
    return found


def markers_in(client, asked: Asked, **headers: str) -> dict[str, set[str]]:
    """Each word, and SHOWN, with the addresses whose answer holds it in its body, its headers or its cookies."""
    found: dict[str, set[str]] = {word: set() for word in (*MARKERS, SHOWN)}
    for method, address, data in asked:
        with transaction.atomic():
            response = getattr(client, method)(address, data, headers=headers)
            body = response.getvalue() if response.streaming else response.content
            transaction.set_rollback(True)
        typed = address.partition("?")[2]
        text = body.decode(errors="replace") + str(dict(response.items())) + str(response.cookies)
        for word in found:
            if word in text and not re.findall(word, typed):
                found[word].add(f"{method} {address}")
    return found

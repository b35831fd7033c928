"""The pages that hold no long story of their own: no barrier, nothing wider than the window, in both schemes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.coverage import assign, monday_of
from articles.filing import keep_rule
from articles.models import Article, SynonymGroup
from articles.saved import save_search
from articles.storing.batches import Arrival, add_files, open_batch, seal
from articles.storing.pipeline import import_article, revise
from articles.storing.working import work
from evidence.attaching import attach_note
from teams.joining import make_code
from teams.tokens import make_token
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_add import drop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIBRARY = """
    library coverage assignments review rules rule missing synonyms publishers add_publisher searches
    from_a_question trash batches add
""".split()
EVIDENCE = "cards notes for_you sentences trash take_out bring_in".split()


@pytest.fixture
def stocked(cast) -> dict[str, str]:
    """A team with a row or more on every page; the addresses of its pages by what they are."""
    team, area = cast.team, make.area(team=cast.team, name="Courts and Constitution")
    today = timezone.localdate()
    article = make.article(member=cast.alice, title="Ports Reopen", areas=[area], published_on=today)
    twin = make.article(member=cast.alice, title="Ports Reopen Again", published_on=today)
    revise(member=cast.alice, article=article, markdown=f"{make.BODY} Corrected.", original=b"", name="")
    sent = make.draft(title="What a Strike Costs", questions=["Will the strike end?"])
    import_article(member=cast.bob, draft=sent, original=b"", areas=[area], waiting=True)
    last = monday_of(today) - timedelta(weeks=1)
    assign(member=cast.alice, area=area, week=last, assignee=cast.bob.user, remark="Originals", due_on=today)
    keep_rule(member=cast.alice, query="wheat OR grain", area=area)
    save_search(member=cast.alice, name="Grain", asked="q=grain&days=90")
    SynonymGroup.objects.create(team=team, words=["EU", "European Union"])
    attach_note(member=cast.alice, article=article, body="Who then?").row.remove(by=cast.alice.user)
    make.article(member=cast.alice, title="Not Wanted").remove(by=cast.alice.user)
    Article.objects.filter(pk=make.article(member=cast.alice).pk).update(archived_at=timezone.now())
    make_token(member=cast.alice, name="Wall screen")
    make_code(member=cast.alice)
    batch = open_batch(member=cast.alice, label="A folder")
    named = "a-folder/a-scan-of-a-newspaper-with-quite-a-long-name-that-goes-on.pdf"
    add_files(batch=batch, arrivals=[Arrival("1.txt", make.BODY.encode()), Arrival(named, b"%PDF-1.4 broken")])
    seal(batch=batch)
    work(batch=batch)

    def at(name: str, *args: object, query: str = "") -> str:
        return reverse(name, args=[team.slug, *args]) + query

    return {
        **{f"library {name}": at(f"articles:{name}") for name in LIBRARY},
        **{f"evidence {name}": at(f"evidence:{name}") for name in EVIDENCE},
        "a search": at("articles:library", query="?q=blokade+OR+wheat"),
        "a cell to assign": at("articles:assign", area.slug, last.isoformat()),
        "a rule on trial": at("articles:rule", query=f"?query=wheat&area={area.slug}"),
        "a search to save": at("articles:save_search", query="?asked=q%3Dgrain"),
        "a batch": at("articles:batch", batch.pk),
        "details": at("articles:details", article.pk),
        "merge": at("evidence:merging", article.pk),
        "compare": at("evidence:merging", article.pk, query=f"?with={twin.pk}"),
        "revision": at("evidence:revision", article.pk, 1),
        "revise": at("evidence:revise", article.pk),
        "figures": at("evidence:sentences", query="?q=wheat"),
        "the limit of age": at("practice:window"),
        "team": at("teams:team"),
        "my teams": reverse("teams:mine"),
        "account": reverse("teams:account"),
        "api": reverse("api"),
    }


@pytest.mark.parametrize(("scheme", "viewport"), [("light", LAPTOP), ("dark", PHONE)])
def test_no_page_holds_a_barrier_or_scrolls_sideways(cast, stocked, page, axe, scheme, viewport):
    opened = page(cast.alice, color_scheme=scheme, viewport=viewport)
    wide = []
    for name, address in stocked.items():
        opened.goto(address)
        expect(opened.get_by_role("heading", level=1)).to_have_count(1)
        axe(opened)
        if opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    assert wide == []


@pytest.mark.parametrize(("scheme", "viewport"), [("dark", LAPTOP), ("light", PHONE)])
def test_three_files_are_looked_at_with_their_cautions(cast, page, axe, scheme, viewport):
    opened = page(cast.alice, color_scheme=scheme, viewport=viewport)
    opened.goto(reverse("articles:add", args=[cast.team.slug]))
    drop(opened, *((f"{n}.txt", f"A Harbour Opens\nShips came in on day {n}.\nCranes moved.") for n in range(3)))
    opened.get_by_role("button", name="Look at").click()
    expect(opened.get_by_role("heading", name="Are these right?")).to_be_visible()
    expect(opened.locator(".caution").first).to_be_visible()
    axe(opened)
    assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

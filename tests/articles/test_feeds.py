"""Feeds that a team follows: what is new becomes a batch, and the same feed looked at again changes nothing."""

from html import escape

import pytest
from django.urls import reverse

from articles.ingest import feed as reading
from articles.ingest.draft import Sent
from articles.models import Article, Batch, BatchFile, Feed, Revision
from articles.storing.feeds import look
from articles.storing.taking_back import take_back
from tests import make
from tests.articles.storing.test_batches import worked
from tests.lib.serving import page, serving
from tests.queries import cost
from tests.together import together

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"Ships of number {n} came in on Monday and left again." for n in range(20))


def item(title: str, *, link: str = "", text: str = "", guid: str = "") -> str:
    parts = [f"<title>{escape(title)}</title>", f"<link>{link}</link>" if link else ""]
    parts += [
        f"<guid isPermaLink='false'>{guid}</guid>" if guid else "",
        "<pubDate>Mon, 12 May 2025 08:00:00 GMT</pubDate>",
    ]
    parts += [
        f"<content:encoded>{escape(f'<p>{text}</p>')}</content:encoded>" if text else "<description>A.</description>"
    ]
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, title: str = "The Harbour Gazette"):
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f'<?xml version="1.0"?><rss version="2.0" {content}><channel><title>{title}</title>'
    return page(f"{head}{''.join(items)}</channel></rss>".encode(), "application/rss+xml")


def story(number: int):
    text = f"Harbour {number} Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on day {number}."
    return page(text.encode(), "text/plain")


def address(cast, name: str = "feeds", *args) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args])


def followed(client, cast, site, path: str = "/feed") -> Feed:
    client.post(address(cast, "follow_feed"), {"address": f"{site.url}{path}"})
    return Feed.objects.get()


def rows() -> tuple:
    models = (Article, Revision, Batch, BatchFile)
    return tuple(list(model.objects.order_by("pk").values()) for model in models)


@pytest.fixture
def client(cast, as_member):
    return as_member(cast.erin)


def test_a_feed_is_followed_by_its_address_with_the_title_that_it_has(cast, client):
    with serving({"/feed": rss(item("One"))}) as site:
        feed = followed(client, cast, site)
        assert (feed.title, feed.url, feed.owner) == ("The Harbour Gazette", f"{site.url}/feed", cast.erin.user)
        again = client.post(address(cast, "follow_feed"), {"address": f"{site.url}/feed"}, follow=True)
    assert "was among the feeds already" in again.content.decode()
    assert (Feed.objects.count(), Batch.objects.count(), Article.objects.count()) == (1, 0, 0)


def test_a_page_that_names_its_feed_leads_to_it(cast, client):
    head = b'<html><head><link rel="alternate" type="application/rss+xml" href="feed?a=1&amp;b=2"></head><p>x</html>'
    with serving({"/news/": page(head), "/news/feed": rss(item("One"))}) as site:
        assert followed(client, cast, site, "/news/").url == f"{site.url}/news/feed?a=1&b=2"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "required"),
        ("not an address", "Only addresses that begin with http"),
        ("http://10.0.0.1/feed", "private"),
        ("{site}/page", "There is no feed at this address"),
        ("{site}/gone", "404"),
    ],
)
def test_an_address_without_a_feed_is_refused_with_the_reason_and_stays_in_the_field(cast, client, typed, said):
    with serving({"/page": page(b"<html><p>No feed here.</html>")}) as site:
        typed = typed.format(site=site.url)
        answer = client.post(address(cast, "follow_feed"), {"address": typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context_data["form"]["address"].value() == typed
    assert not Feed.objects.exists()


def test_what_is_new_becomes_a_batch_with_one_line_an_entry(cast, client):
    answers = {"/a": story(1)}
    with serving(answers) as site:
        answers["/feed"] = rss(
            item("Whole", link="https://gazette.example/whole?utm_source=rss", text=TEXT),
            item("Harbour 1", link=f"{site.url}/a"),
            item("Gone", link=f"{site.url}/gone"),
            item("Nothing"),
        )
        feed = followed(client, cast, site)
        sent = client.post(address(cast, "look_at_feed", feed.pk))
        batch = Batch.objects.get()
        assert sent["Location"] == address(cast, "batch", batch.pk)
        assert (batch.feed, batch.label, batch.owner) == (feed, "The Harbour Gazette", cast.erin.user)
        assert site.paths == ["/feed", "/feed"]
        worked(batch)
    lines = [(line.name, line.state, line.code, line.added.count()) for line in batch.files.all()]
    assert lines == [
        ("Whole.atom", "done", "", 1), ("Harbour 1", "done", "", 1), ("Gone", "refused", "status", 0),
    ]  # fmt: skip
    whole = Article.objects.get(title="Whole")
    assert (whole.publisher, str(whole.published_on)) == ("The Harbour Gazette", "2025-05-12")
    assert whole.url == "https://gazette.example/whole"
    assert whole.current.text.strip() == TEXT
    told = client.get(address(cast)).content.decode()
    assert "2 articles so far" in told and "1 not read" in told
    assert address(cast, "batch", batch.pk) in told


def test_looking_again_changes_nothing_and_a_new_entry_is_the_only_one_of_the_next_batch(cast, client):
    answers = {"/a": story(1), "/b": story(2)}
    with serving(answers) as site:
        old = [
            item("Whole", link="https://gazette.example/whole", text=TEXT),
            item("Without a page", text=f"{TEXT} Twice.", guid="tag:1"),
            item("Harbour 1", link=f"{site.url}/a"),
            item("Gone", link=f"{site.url}/gone"),
        ]
        answers["/feed"] = rss(*old)
        feed = followed(client, cast, site)
        client.post(address(cast, "look_at_feed", feed.pk))
        worked(Batch.objects.get())
        before = rows()
        again = client.post(address(cast, "look_at_feed", feed.pk), follow=True)
        assert "Nothing is new, 4 were here before." in again.content.decode()
        assert rows() == before
        answers["/feed"] = rss(item("Harbour 2", link=f"{site.url}/b"), *old)
        client.post(address(cast, "look_at_feed", feed.pk))
        second = Batch.objects.exclude(pk=before[2][0]["id"]).get()
        assert list(second.files.values_list("name", flat=True)) == ["Harbour 2"]
        assert worked(second).added == 1
        assert site.paths.count("/a") == 1


def test_what_the_library_had_or_put_in_the_trash_is_not_brought_again(cast, client):
    for number, path in enumerate(("here", "removed")):
        article = make.article(member=cast.alice)
        Article.objects.filter(pk=article.pk).update(url_key=f"gazette.example/{path}")
        if number:
            article.remove(by=cast.alice.user)
    theirs = make.article(member=cast.charlie)
    Article.objects.filter(pk=theirs.pk).update(url_key="gazette.example/theirs")
    links = [f"http://www.gazette.example/{path}/#top" for path in ("here", "removed", "theirs")]
    with serving({"/feed": rss(*(item(link[-9:], link=link, text=f"{TEXT} {link}") for link in links))}) as site:
        looked = look(feed=followed(client, cast, site), member=cast.erin)
    assert (looked.fresh.known, [arrival.url for arrival in looked.fresh.arrivals]) == (
        2,
        ["http://www.gazette.example/theirs/"],
    )


def test_a_batch_that_was_taken_back_is_not_brought_again(cast, client):
    with serving({"/feed": rss(item("Whole", link="https://gazette.example/whole", text=TEXT))}) as site:
        feed = followed(client, cast, site)
        batch = look(feed=feed, member=cast.erin).batch
        worked(batch)
        take_back(batch=batch, member=cast.alice)
        assert look(feed=feed, member=cast.erin).batch is None


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_open_one_batch(cast, client):
    with serving({"/feed": rss(item("Whole", link="https://gazette.example/whole", text=TEXT))}) as site:
        feed = followed(client, cast, site)
        together(*[lambda: look(feed=feed, member=cast.erin)] * 2)
    assert (Batch.objects.count(), BatchFile.objects.count()) == (1, 1)


def test_a_feed_that_does_not_answer_is_told_and_keeps_when_it_was_looked_at(cast, client):
    with serving({"/feed": rss(item("One"))}) as site:
        feed = followed(client, cast, site)
    told = client.post(address(cast, "look_at_feed", feed.pk), follow=True).content.decode()
    assert "“The Harbour Gazette” could not be looked at." in told
    feed.refresh_from_db()
    assert feed.checked_at is None


def test_a_feed_that_is_stopped_goes_on_by_undo_or_by_its_address(cast, client):
    with serving({"/feed": rss(item("One"))}) as site:
        feed = followed(client, cast, site)
        page_ = client.post(address(cast, "stop_feed", feed.pk), follow=True).content.decode()
        assert address(cast, "restore_feed", feed.pk) in page_
        assert not Feed.objects.visible_to(cast.erin).exists()
        client.post(address(cast, "restore_feed", feed.pk))
        assert list(Feed.objects.visible_to(cast.erin)) == [feed]
        client.post(address(cast, "stop_feed", feed.pk))
        assert followed(client, cast, site).pk == feed.pk
        assert Feed.objects.get().deleted_at is None
        assert client.post(address(cast, "restore_feed", feed.pk)).status_code == 404


def test_restoring_a_feed_that_is_followed_again_under_the_same_address_is_that_one(cast, client):
    own = {"team": cast.team, "owner": cast.erin.user, "url": "https://gazette.example/feed"}
    stopped = Feed.objects.create(**own)
    stopped.remove(by=cast.erin.user)
    Feed.objects.create(**own, title="The one that is followed")
    told = client.post(address(cast, "restore_feed", stopped.pk), follow=True).content.decode()
    assert "“The one that is followed” is among the feeds." in told
    assert Feed.objects.filter(deleted_at=None).count() == 1


def test_another_teams_feed_is_not_there(cast, client):
    theirs = Feed.objects.create(team=cast.charlie.team, owner=cast.charlie.user, url="https://gazette.example/feed")
    assert client.post(address(cast, "look_at_feed", theirs.pk)).status_code == 404


def test_an_entry_alone_is_read_as_it_was_in_its_feed():
    entry = reading.FeedEntry(
        title="Ships & <b>grain</b>\x0b", url="https://g.example/?a=1&b=2", content_html=f"<p>{TEXT} 5 &lt; 6</p>",
        authors=("Ana Okoro", "Jon Weiss"), guid="tag:1",
    )  # fmt: skip
    feed = reading.Feed("The <Gazette>", (entry,))
    sent = Sent("feed.rss", b"", "https://g.example/feed")
    want = reading.draft_of_entry(entry, feed, sent)
    (got,) = reading.read(Sent("x.atom", reading.alone(entry, feed.title), entry.url)).drafts
    assert (got.body, got.byline, got.url, got.published_on) == (want.body, want.byline, want.url, None)
    assert got.title == "Ships & grain"


def test_one_and_thirty_feeds_cost_the_same_queries(cast, client):
    own = {"team": cast.team, "owner": cast.erin.user}
    Feed.objects.create(**own, url="https://gazette.example/feed")
    one = cost(client, address(cast))
    Feed.objects.bulk_create(Feed(**own, url=f"https://gazette.example/{n}") for n in range(29))
    assert cost(client, address(cast)) == one

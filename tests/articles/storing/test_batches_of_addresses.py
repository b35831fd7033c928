"""A batch of addresses: whoever works on it fetches them; each has one outcome, and no site is asked twice at once."""

import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from articles.ingest.register import SHIPPED
from articles.models import Article, BatchFile
from articles.storing import working
from articles.storing.batches import progress_of, try_again
from articles.storing.fetching import gathered
from articles.storing.receiving import address
from articles.storing.working import CLAIM, claim, read_claimed, work
from tests.articles.storing.test_batches import batch_with, worked, worker
from tests.lib.serving import page, serving
from tests.together import together

pytestmark = pytest.mark.django_db

RSS = Path("fixtures/ingest/feed.rss").read_bytes()


def story(number: int) -> bytes:
    return f"Harbour {number} Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on day {number}.".encode()


def stories(numbers) -> dict:
    return {f"/{n}": page(story(n), "text/plain") for n in numbers}


def addresses(site, numbers) -> list:
    return [address(f"{site.url}/{n}") for n in numbers]


def slowly(number: int):
    def answer(handler) -> None:
        time.sleep(0.01)
        page(story(number), "text/plain")(handler)

    return answer


def outcomes(batch) -> dict[str, tuple[str, str]]:
    return {line.url.rpartition("/")[2]: (line.state, line.code) for line in batch.files.all()}


def test_two_hundred_addresses_are_each_asked_once_and_give_their_articles(cast):
    with serving(stories(range(200))) as site:
        batch = batch_with(cast.alice, addresses(site, range(200)))
        progress = worked(batch)
        assert (progress.done, progress.added, progress.refused) == (200, 200, 0)
        assert site.paths == [f"/{n}" for n in range(200)]
    article = Article.objects.get(url=f"{site.url}/7")
    assert (article.title, bytes(article.current.original)) == ("Harbour 7 Opens", story(7))
    assert article.current.original_name == "7.txt"
    assert not BatchFile.objects.exclude(data=None).exists()


def test_what_cannot_be_had_is_the_lines_own_reason_and_can_be_tried_again(cast):
    robots = page(b"User-agent: *\nDisallow: /kept", "text/plain")
    answers = {**stories([1]), "/kept": page(story(2), "text/plain"), "/robots.txt": robots}
    answers["/picture"] = page(b"x", "image/png")
    with serving(answers) as site:
        batch = batch_with(cast.alice, addresses(site, ["1", "kept", "picture", "gone"]))
        worked(batch)
        assert outcomes(batch) == {
            "1": ("done", ""),
            "kept": ("refused", "robots"),
            "picture": ("refused", "type"),
            "gone": ("refused", "status"),
        }
        assert batch.files.get(code="status").message == "The server answered 404 Not Found."
        answers["/gone"] = page(story(3), "text/plain")
        assert try_again(batch=batch) == 3
        worked(batch)
    assert outcomes(batch)["gone"] == ("done", "")
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Harbour 1 Opens", "Harbour 3 Opens"]


def test_this_machine_is_not_asked_where_a_public_host_is_served(cast, settings):
    with serving(stories([1])) as site:
        batch = batch_with(cast.alice, addresses(site, [1]))
        settings.FETCH_LOOPBACK = False
        worked(batch)
        assert (site.asked, outcomes(batch)) == ([], {"1": ("refused", "port")})


def test_an_address_that_the_library_has_points_at_its_article(cast):
    with serving(stories([1])) as site:
        worked(batch_with(cast.alice, addresses(site, [1])))
        progress = worked(batch_with(cast.erin, addresses(site, [1])))
    assert (progress.added, progress.there) == (0, 1)


def test_pages_of_different_sites_are_fetched_side_by_side_and_those_of_one_one_by_one(cast):
    meet = threading.Barrier(3, timeout=60)

    def waits(handler) -> None:
        meet.wait()
        page(story(handler.server.server_port), "text/plain")(handler)

    two = {"/1": waits, "/2": page(story(2), "text/plain")}
    with serving(two) as a, serving({"/1": waits}) as b, serving({"/1": waits}) as c:
        batch = batch_with(cast.alice, [*addresses(a, [1, 2]), *addresses(b, [1]), *addresses(c, [1])])
        first = claim(batch)
        assert [line.url for line in first] == [f"{site.url}/1" for site in (a, b, c)]
        read_claimed(batch=batch, lines=first)
        assert a.paths == ["/1"]
        assert worked(batch).added == 4


def test_files_and_addresses_of_one_batch_are_all_read(cast):
    with serving(stories([1, 2])) as site:
        from_disk = [working.Arrival(f"{n}.txt", story(n)) for n in (11, 12)]
        batch = batch_with(cast.alice, [from_disk[0], *addresses(site, [1]), from_disk[1], *addresses(site, [2])])
        assert worked(batch).added == 4


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_site_is_asked(cast):
    ours, seen = connections["default"], []

    def looks(handler) -> None:
        seen.append(ours.in_atomic_block)
        page(story(1), "text/plain")(handler)

    with serving({"/1": looks}) as site:
        batch = batch_with(cast.alice, addresses(site, [1]))
        assert worked(batch).added == 1
    assert seen == [False]


def test_an_address_whose_reader_was_killed_is_fetched_again_and_one_that_killed_two_is_refused(cast):
    with serving(stories([1])) as site:
        batch = batch_with(cast.alice, addresses(site, [1]))
        for _ in range(2):
            assert len(claim(batch)) == 1
            assert claim(batch) == []
            BatchFile.objects.update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
        assert work(batch=batch).refused == 1
        assert site.asked == []
        try_again(batch=batch)
        assert worked(batch).added == 1


def test_who_was_overtaken_while_a_slow_site_answered_stores_nothing(cast):
    with serving(stories([1])) as site:
        batch = batch_with(cast.alice, addresses(site, [1]))
        slow = claim(batch)
        BatchFile.objects.update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
        assert work(batch=batch).added == 1
        (outcome,) = read_claimed(batch=batch, lines=slow)
    assert outcome.error.startswith("Somebody else took this file over")
    assert (Article.objects.count(), progress_of(batch).done) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_while_it_fetches_loses_nothing_and_nothing_is_stored_twice(cast):
    with serving({f"/{n}": slowly(n) for n in range(40)}) as site:
        batch = batch_with(cast.alice, addresses(site, range(40)))
        with worker() as process:
            process.stdout.readline()
            until = time.monotonic() + 90
            while progress_of(batch).done < 3 and time.monotonic() < until:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        stopped = progress_of(batch)
        assert 3 <= stopped.done < 40
        assert stopped.done == Article.objects.count()
        BatchFile.objects.filter(state="working").update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
        assert (worked(batch).added, Article.objects.count()) == (40, 40)
        assert 40 <= len(site.paths) <= 41


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fetch_the_same_address(cast):
    with serving({f"/{n}": slowly(n) for n in range(12)}) as site:
        batch = batch_with(cast.alice, addresses(site, range(12)))
        together(*[lambda: work(batch=batch, seconds=30)] * 2)
        assert sorted(site.paths) == sorted(f"/{n}" for n in range(12))
    assert (progress_of(batch).added, Article.objects.count()) == (12, 12)


def test_a_feed_among_the_addresses_becomes_lines_of_its_own(cast):
    with serving({"/feed": page(b"", "text/xml"), "/home/prices": page(story(5), "text/plain")}) as site:
        body = RSS.replace(b"https://satchel.example.org/home", f"{site.url}/home".encode())
        with serving({"/feed": page(body, "application/rss+xml")}) as feeds:
            batch = batch_with(cast.alice, addresses(feeds, ["feed"]))
            progress = worked(batch)
    assert (progress.files, progress.added, progress.refused) == (2, 2, 0)
    names = list(batch.files.values_list("name", "code"))
    assert names == [
        (f"{feeds.url}/feed", "unpacked"), ("Harbour of Port Ena & its grain.atom", ""), ("Bread prices", ""),
    ]  # fmt: skip
    assert batch.files.get(code="unpacked").message == "2 entries are new, 1 has no text and no page."
    article = Article.objects.get(url="https://satchel.example.org/world/harbour")
    assert (article.publisher, article.byline) == ("The Blue Satchel", ["Ana Okoro"])
    assert "alert" not in article.current.markdown


def test_a_site_is_not_asked_again_before_the_pause_is_over(settings):
    settings.FETCH_PAUSE = 0.2
    start = time.monotonic()
    for name in ("one", "two"):
        gathered([f"http://127.0.0.1:9/{name}", f"http://127.0.0.1:10/{name}"], SHIPPED)
    assert time.monotonic() - start >= 0.2

"""Sending many files, watching them being read, looking through them, taking them back."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Batch
from articles.storing.batches import Arrival, progress_of
from tests import make
from tests.articles.storing.test_batches import PLAIN, batch_with, files, text, worked

pytestmark = pytest.mark.django_db


def address(cast, name: str, batch: Batch | None = None, **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *([batch.pk] if batch else [])], query=asked)


def uploads(*sent: tuple[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, data) for name, data in sent]


def packed(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def send(client, cast, key: uuid.UUID, *sent: tuple[str, bytes], **fields):
    path = reverse("articles:add_to_batch", args=[cast.team.slug, key])
    return client.post(path, {"files": uploads(*sent), "names": [name for name, _ in sent], **fields})


def test_groups_of_files_become_one_batch_and_a_group_sent_twice_is_there_once(cast, as_member):
    client, key = as_member(cast.alice), uuid.uuid4()
    area = make.area(team=cast.team)
    first = send(client, cast, key, ("in/a.txt", text(1)), ("in/b.txt", b""), label="in", areas=[area.slug])
    send(client, cast, key, ("in/c.txt", text(2)), label="in")
    again = send(client, cast, key, ("in/c.txt", text(2)), label="in")
    assert first.json() == {
        "lines": [
            {"name": "in/a.txt", "state": "waiting", "message": ""},
            {"name": "in/b.txt", "state": "waiting", "message": ""},
        ],
        "page": address(cast, "batch", Batch.objects.get()),
    }
    assert again.json()["lines"] == [{"name": "in/c.txt", "state": "waiting", "message": ""}]
    batch = Batch.objects.get()
    assert (batch.pk, batch.label, batch.files.count(), list(batch.areas.all())) == (key, "in", 3, [area])


def test_an_address_that_comes_with_every_group_is_one_line_and_waits_to_be_fetched(cast, as_member):
    client, key = as_member(cast.alice), uuid.uuid4()
    for n in range(2):
        send(client, cast, key, (f"{n}.txt", text(n)), addresses="https://gazette.example/a#top")
    lines = list(Batch.objects.get().files.values_list("name", "url", "state"))
    assert lines == [
        ("0.txt", "", "waiting"),
        ("https://gazette.example/a#top", "https://gazette.example/a", "waiting"),
        ("1.txt", "", "waiting"),
    ]


def test_a_file_that_is_too_large_is_refused_at_the_door(cast, as_member):
    told = send(as_member(cast.alice), cast, uuid.uuid4(), ("big.txt", b"a" * 2_097_153)).json()
    assert told["lines"] == [
        {"name": "big.txt", "state": "refused", "message": "The file has 2,097,153 bytes; 2,097,152 is the most."}
    ]


def test_a_batch_of_somebody_else_takes_no_files(cast, as_member):
    batch = batch_with(cast.alice, files(1))
    assert send(as_member(cast.erin), cast, batch.pk, ("a.txt", b"text")).status_code == 404


def test_the_page_works_in_slices_until_all_is_read(cast, as_member):
    client, batch = as_member(cast.alice), batch_with(cast.alice, files(3))
    shown = client.get(address(cast, "batch", batch)).content.decode()
    assert "0 of 3 files" in shown
    assert "load delay:100ms" in shown
    swapped = client.post(address(cast, "work_batch", batch), headers={"HX-Request": "true"}).content.decode()
    assert swapped.lstrip().startswith('<div id="progress"')
    assert "3 files read in" in swapped
    assert "hx-trigger" not in swapped
    assert progress_of(batch).finished


def test_without_script_a_button_goes_on_and_the_page_stays_where_it_was(cast, as_member):
    client, batch = as_member(cast.alice), batch_with(cast.alice, files(3))
    response = client.post(address(cast, "work_batch", batch), {"end": "waiting", "page": "1"})
    assert response["Location"] == address(cast, "batch", batch, end="waiting", page="1")


def test_a_zip_of_two_hundred_files_with_three_bad_ones_gives_197_and_three_reasons(cast, as_member):
    members = [(f"in/{n:03}.txt", text(n)) for n in range(200)]
    for at, bad in ((3, b""), (77, b"\x00\x01\x02"), (150, b"\xff\xd8\xff picture")):
        members[at] = (members[at][0], bad)
    client = as_member(cast.alice)
    sent = client.post(address(cast, "preview"), {"files": uploads(("spring.zip", packed(*members)))})
    batch = Batch.objects.get()
    assert sent["Location"] == address(cast, "batch", batch)
    progress = worked(batch)
    assert (progress.files, progress.done, progress.added, progress.refused) == (200, 197, 197, 3)
    refused = [line for line, _ in client.get(address(cast, "batch", batch, end="refused")).context_data["lines"]]
    assert [line.name for line in refused] == [f"spring.zip/in/{n:03}.txt" for n in (3, 77, 150)]
    assert all(line.message for line in refused)
    revision = Article.objects.get(current__original_name="000.txt").current
    assert bytes(revision.original) == text(0)


def test_what_a_zip_may_not_hold_is_refused_in_its_line(cast, as_member):
    inner = packed(("x.txt", text(9)))
    data = packed(("../out.txt", text(1)), ("deep.zip", inner), ("good.txt", text(2)), ("__MACOSX/x", b"1"))
    batch = batch_with(cast.alice, [Arrival("odd.zip", data), Arrival("bad.zip", b"PK\x03\x04 and no more")])
    progress = worked(batch)
    assert (progress.added, progress.refused) == (1, 3)
    assert set(batch.files.filter(state="refused").values_list("code", flat=True)) == {"path", "nested", "broken"}
    page = as_member(cast.alice).get(address(cast, "batch", batch)).content.decode()
    assert "odd.zip: One hidden file was passed over" in page


def test_without_script_more_than_ten_files_become_a_batch_and_the_same_form_twice_is_one(cast, as_member):
    client, key = as_member(cast.alice), uuid.uuid4()
    for _ in range(2):
        sent = uploads(*((f"{n}.txt", text(n)) for n in range(12)))
        client.post(address(cast, "preview"), {"files": sent, "batch": key})
    batch = Batch.objects.get()
    assert (batch.pk, batch.label, batch.files.count()) == (key, "12 files", 12)
    assert batch.sealed_at


def test_the_lines_say_what_became_of_each_file_and_can_be_narrowed(cast, as_member):
    there = make.article(member=cast.alice, body="Ships came in on day 0.\n\nCranes moved again on Tuesday.")
    batch = batch_with(
        cast.alice, [*files(2), Arrival("empty.txt"), Arrival("undated.txt", b"A Title\n\nSome text here.")]
    )
    worked(batch)
    client = as_member(cast.erin)
    page = client.get(address(cast, "batch", batch)).content.decode()
    assert f'already there: <a href="{there.get_absolute_url()}">' in page
    assert "The file is empty" in page
    assert "to look at" in page

    def names(end: str) -> list[str]:
        return [line.name for line, _ in client.get(address(cast, "batch", batch, end=end)).context_data["lines"]]

    assert names("there") == ["0000.txt"]
    assert names("refused") == ["empty.txt"]
    assert names("added") == ["0001.txt", "undated.txt"]
    assert "undated.txt" in names("look")
    assert names("nonsense") == ["0000.txt", "0001.txt", "empty.txt", "undated.txt"]


def test_one_and_fifty_lines_cost_the_same_queries(cast, as_member):
    client = as_member(cast.alice)

    def cost(count: int) -> int:
        batch = batch_with(cast.alice, [Arrival(f"{count}-{n}.txt", text(1000 * count + n)) for n in range(count)])
        worked(batch)
        client.get(address(cast, "batch", batch))
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(address(cast, "batch", batch)).context_data["lines"]) == count
        return len(queries)

    assert cost(1) == cost(50)


def test_fifty_lines_are_a_page(cast, as_member):
    batch = batch_with(cast.alice, files(51))
    client = as_member(cast.alice)
    first = client.get(address(cast, "batch", batch))
    second = client.get(address(cast, "batch", batch, page="2"))
    assert len(first.context_data["lines"]) == 50
    assert [line.name for line, _ in second.context_data["lines"]] == ["0050.txt"]


def test_the_list_of_batches_costs_the_same_for_one_and_thirty(cast, as_member):
    client = as_member(cast.erin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(cast, "batches"))
        return len(queries)

    batch_with(cast.alice, files(1))
    one = cost()
    for _ in range(30):
        batch_with(cast.alice, files(1))
    assert cost() == one


def test_a_student_sees_their_own_batches_and_a_leader_all(cast, as_member):
    batch_with(cast.alice, files(1))
    own = batch_with(cast.bob, files(1))
    assert list(as_member(cast.bob).get(address(cast, "batches")).context_data["batches"]) == [own]
    assert len(as_member(cast.erin).get(address(cast, "batches")).context_data["batches"]) == 2


def test_a_batch_is_taken_back_and_put_back_by_a_leader(cast, as_member):
    batch = batch_with(cast.alice, files(2))
    worked(batch)
    client = as_member(cast.erin)
    page = client.post(address(cast, "take_back_batch", batch), follow=True).content.decode()
    assert "2 articles and 0 questions are in the trash." in page
    assert "Put back" in page
    assert not Article.objects.visible_to(cast.alice).exists()
    page = client.post(address(cast, "put_back_batch", batch), follow=True).content.decode()
    assert "2 articles and 0 questions are back in the library." in page
    assert Article.objects.visible_to(cast.alice).count() == 2


def test_an_interrupted_sending_can_be_read_as_far_as_it_came(cast, as_member):
    client, key = as_member(cast.alice), uuid.uuid4()
    send(client, cast, key, ("a.txt", text(1)))
    batch = Batch.objects.get()
    page = client.get(address(cast, "batch", batch)).content.decode()
    assert "Read what has arrived" in page
    assert "hx-trigger" not in page
    client.post(address(cast, "seal_batch", batch))
    assert worked(batch).added == 1


def test_file_names_are_shown_as_text(cast, as_member):
    batch = batch_with(cast.alice, [Arrival("<b>x</b>.txt", PLAIN.encode())])
    assert "<b>x</b>" not in as_member(cast.alice).get(address(cast, "batch", batch)).content.decode()


HARBOUR = [f"Paragraph {n} tells of ship {n * 7} and of {n * 3} crates of grain that it took." for n in range(8)]


def harbour(*more: str, title: str = "A Harbour Opens", url: str = "") -> bytes:
    return "\n".join(
        [title, "March 3rd, 2026", "Ana Obsidian", *(["", url, ""] if url else []), *HARBOUR, *more]
    ).encode()


def test_a_line_says_what_its_article_is_like_and_leads_to_comparing_them(cast, as_member):
    there = make.article(member=cast.alice, title="Ships Came In", body="\n\n".join(HARBOUR))
    batch = batch_with(cast.alice, [Arrival("new.txt", harbour("A last line."))])
    worked(batch)
    new = Article.objects.get(title="A Harbour Opens")
    page = " ".join(as_member(cast.erin).get(address(cast, "batch", batch, end="look")).content.decode().split())
    assert f'Nearly the same as <a href="{there.get_absolute_url()}">Ships Came In</a>' in page
    compare = f"{reverse('evidence:merging', args=[cast.team.slug, new.pk])}?with={there.pk}"
    assert f'href="{compare}"' in page
    assert as_member(cast.erin).get(compare).context_data["other"] == there


def test_the_same_address_is_said_too_and_what_was_merged_is_not(cast, as_member):
    make.article(member=cast.alice, title="Ships Came In")
    there = Article.objects.get()
    Article.objects.update(url="https://gazette.example/harbour", url_key="gazette.example/harbour")
    batch = batch_with(cast.alice, [Arrival("new.txt", harbour(url="http://gazette.example/harbour/"))])
    worked(batch)
    assert batch.files.get().cautions > 0
    client = as_member(cast.alice)
    page = client.get(address(cast, "batch", batch)).content.decode()
    assert f'The same address as <a href="{there.get_absolute_url()}">' in page
    there.remove(by=cast.alice.user)
    assert "The same address as" not in client.get(address(cast, "batch", batch)).content.decode()


def test_a_student_sees_what_it_is_like_and_no_way_to_merge(cast, as_member):
    there = make.article(member=cast.alice, title="Ships Came In", body="\n\n".join(HARBOUR))
    batch = batch_with(cast.bob, [Arrival("new.txt", harbour("A last line."))])
    worked(batch)
    page = as_member(cast.bob).get(address(cast, "batch", batch)).content.decode()
    assert f'Nearly the same as <a href="{there.get_absolute_url()}">' in page
    assert "/merge/" not in page


def test_a_text_that_lies_in_the_trash_is_not_added_and_can_be_restored_from_its_line(cast, as_member):
    gone = make.article(member=cast.alice, title="Ships Came In", body="\n\n".join(HARBOUR))
    gone.remove(by=cast.erin.user)
    batch = batch_with(cast.alice, [Arrival("again.txt", harbour())])
    worked(batch)
    assert Article.objects.count() == 1
    client = as_member(cast.erin)
    page = client.get(address(cast, "batch", batch)).content.decode()
    restore = reverse("articles:restore", args=[cast.team.slug, gone.pk])
    assert "in the trash: Ships Came In" in page and f'action="{restore}"' in page
    assert client.post(restore)["Location"] == gone.get_absolute_url()
    page = client.get(address(cast, "batch", batch)).content.decode()
    assert f'already there: <a href="{gone.get_absolute_url()}">' in page and "in the trash" not in page
    assert restore not in page


def test_a_page_costs_the_same_queries_however_much_is_alike(cast, as_member):
    client = as_member(cast.alice)
    make.article(member=cast.alice, title="Ships Came In", body="\n\n".join(HARBOUR))

    def cost(number: int) -> int:
        batch = batch_with(cast.alice, [Arrival(f"{n}.txt", harbour(f"{number} and {n}.")) for n in range(number)])
        worked(batch)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(cast, "batch", batch)).content.decode()
        assert page.count("twins-of") == number
        return len(queries)

    cost(1)
    assert cost(2) == cost(25)

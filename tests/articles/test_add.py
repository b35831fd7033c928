import base64
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.ingest.decoding import MAX_BYTES
from articles.models import Area, Article, Question
from tests import make

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
TWIN = ROOT / "fixtures" / "digest-twin.txt"
SAMPLE = next(iter(sorted(ROOT.parent.glob("shared/samples/*.txt"))), TWIN)
PLAIN = "A Harbour Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on Monday.\nCranes moved again on Tuesday."

OTHERS = [
    PLAIN,
    "A Court Rules\nMarch 4th, 2026\nBen Quartz\nJudges met at noon.\nThe law on canals was upheld by five to four.",
    "Snow Falls\nMarch 5th, 2026\nCal Mica\nRoads over the pass are shut.\nPloughs from two valleys set out at dawn.",
]


def rows() -> dict[str, int]:
    """Every table of the library; what signing in writes is left out."""
    return {model.__name__: model._base_manager.count() for model in apps.get_app_config("articles").get_models()}


def address(cast, name: str) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug])


def look(client, cast, *files: tuple[str, bytes], pasted: str = ""):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(address(cast, "preview"), {"files": sent, "pasted": pasted})


def form_of(response) -> dict:
    """The fields of the preview's form as a browser would send them back."""
    preview = response.context_data["preview"]
    fields = {"files": str(len(preview.uploads)), "drafts": str(len(preview.new))}
    for number, upload in enumerate(preview.uploads):
        fields |= {f"file-{number}-name": upload.name, f"file-{number}-data": upload.base64}
    for offer in preview.new:
        fields |= {f"{offer.prefix}-file": offer.upload_number, f"{offer.prefix}-place": offer.place}
        for bound in offer.form:
            value = bound.field.widget.format_value(bound.value()) if bound.name == "published_on" else bound.value()
            if bound.name == "take":
                fields |= {bound.html_name: "on"} if value else {}
            else:
                fields[bound.html_name] = value or ""
    return fields


def confirm(client, cast, fields: dict, **changes):
    return client.post(address(cast, "confirm"), {**fields, **changes})


@pytest.mark.parametrize("file", [SAMPLE, TWIN], ids=["sample", "twin"])
def test_the_sample_pasted_and_confirmed_is_an_article_with_all_its_parts(cast, as_member, file):
    client = as_member(cast.alice)
    shown = look(client, cast, pasted=file.read_text(encoding="utf-8"))
    assert shown.status_code == 200
    (offer,) = shown.context_data["preview"].offers
    assert offer.paragraphs == 4
    response = confirm(client, cast, form_of(shown))
    article = Article.objects.get()
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())
    lines = file.read_text(encoding="utf-8").split("\n")
    assert article.title == lines[0]
    assert article.byline == [lines[2]]
    assert article.current.html.count("<p>") == 4
    assert not any(line in article.current.text for line in lines[:3])
    assert article.questions.count() == 1
    assert [len(source.authors) for source in article.sources.all()] == [1, 3]


def test_nothing_is_stored_before_the_confirmation(cast, as_member):
    before = rows()
    look(as_member(cast.alice), cast, ("twin.txt", TWIN.read_bytes()), pasted=PLAIN)
    assert rows() == before


def test_the_page_carries_the_original_bytes(cast, as_member):
    client = as_member(cast.alice)
    shown = look(client, cast, ("Ünïcode name.txt", TWIN.read_bytes()))
    sent = re.search(r'name="file-0-data" value="([^"]*)"', shown.content.decode())[1]
    assert base64.b64decode(sent) == TWIN.read_bytes()
    confirm(client, cast, form_of(shown))
    revision = Article.objects.get().current
    assert (bytes(revision.original), revision.original_name) == (TWIN.read_bytes(), "Ünïcode name.txt")


def test_every_detected_field_can_be_corrected(cast, as_member):
    make.area(team=cast.team, name="Courts")
    client = as_member(cast.erin)
    fields = form_of(look(client, cast, pasted=PLAIN))
    confirm(
        client,
        cast,
        fields,
        **{
            "draft-0-title": "Harbours",
            "draft-0-byline": "One\r\nTwo",
            "draft-0-published_on": "2026-04-01",
            "draft-0-publisher": "Elm Street Wire",
            "draft-0-url": "https://example.org/a",
            "draft-0-kind": "reference",
            "draft-0-areas": ["courts"],
            "draft-0-new_area": "Trade",
            "draft-0-body": "Only this.\r\n\r\nAnd *that*.",
            "draft-0-questions": "Is it?\r\nWas it?",
            "draft-0-sources": "Staff, The Harbour Gazette",
        },
    )
    article = Article.objects.get()
    assert (article.title, article.byline, str(article.published_on)) == ("Harbours", ["One", "Two"], "2026-04-01")
    assert (article.publisher, article.url, article.kind) == ("Elm Street Wire", "https://example.org/a", "reference")
    assert sorted(area.name for area in article.areas.all()) == ["Courts", "Trade"]
    assert article.current.markdown == "Only this.\n\nAnd *that*."
    assert sorted(question.text for question in Question.objects.all()) == ["Is it?", "Was it?"]
    assert [source.publication for source in article.sources.all()] == ["The Harbour Gazette"]


def test_a_warning_goes_when_its_field_was_corrected_and_stays_else(cast, as_member):
    client = as_member(cast.alice)
    shown = look(client, cast, pasted="A Harbour Opens\nAna Obsidian\nShips came in on Monday.\nCranes moved again.")
    (offer,) = shown.context_data["preview"].offers
    fields = {caution.field for caution in offer.form.before.warnings}
    assert "published_on" in fields
    confirm(client, cast, form_of(shown), **{"draft-0-published_on": "2026-03-03"})
    assert {caution["field"] for caution in Article.objects.get().cautions} == fields - {"published_on"}


def test_a_warning_stands_beside_its_field(cast, as_member):
    shown = look(as_member(cast.alice), cast, pasted="A Harbour Opens\nShips came in on Monday.\nCranes moved again.")
    page = shown.content.decode()
    beside = page.index('id="id_draft-0-published_on_caution"')
    assert page.index('id="id_draft-0-published_on"') < beside < page.index('id="id_draft-0-publisher"')


def test_adding_again_points_at_the_one_that_is_there(cast, as_member):
    client = as_member(cast.alice)
    confirm(client, cast, form_of(look(client, cast, pasted=PLAIN)))
    article, before = Article.objects.get(), rows()
    again = look(client, cast, ("again.txt", PLAIN.encode()))
    preview = again.context_data["preview"]
    assert (preview.new, [offer.known.article for offer in preview.known]) == ((), [article])
    assert f'href="{article.get_absolute_url()}"' in again.content.decode()
    assert rows() == before


def test_the_same_form_sent_twice_adds_nothing_more(cast, as_member):
    client = as_member(cast.alice)
    fields = form_of(look(client, cast, pasted=PLAIN))
    first = confirm(client, cast, fields)
    before = rows()
    second = confirm(client, cast, fields)
    assert first["Location"] == second["Location"] == Article.objects.get().get_absolute_url()
    assert rows() == before


def test_a_known_file_among_new_ones_does_not_shift_them(cast, as_member):
    client = as_member(cast.alice)
    confirm(client, cast, form_of(look(client, cast, pasted=PLAIN)))
    shown = look(client, cast, ("known.txt", PLAIN.encode()), ("twin.txt", TWIN.read_bytes()))
    confirm(client, cast, form_of(shown))
    assert Article.objects.count() == 2
    assert bytes(Article.objects.get(title__startswith="Dam Gates").current.original) == TWIN.read_bytes()


def test_of_many_files_the_ticked_are_added_and_the_outcome_says_so(cast, as_member):
    client = as_member(cast.alice)
    files = [(f"{n}.txt", OTHERS[n].encode()) for n in range(3)]
    fields = form_of(look(client, cast, *files))
    confirm(client, cast, fields | {"draft-1-take": "", "draft-2-take": ""})
    response = client.post(address(cast, "confirm"), fields | {"draft-2-take": ""}, follow=True)
    page = response.content.decode()
    assert Article.objects.count() == 2
    for said in ("1 added", "1 was there already", "1 left out"):
        assert said in page


def test_an_error_shows_all_forms_again_with_everything_typed_and_stores_nothing(cast, as_member):
    client = as_member(cast.alice)
    files = [(f"{n}.txt", PLAIN.replace("Monday", f"day {n}").encode()) for n in range(2)]
    fields = form_of(look(client, cast, *files))
    before = rows()
    response = confirm(client, cast, fields, **{"draft-0-title": "", "draft-1-title": "Typed by hand"})
    assert response.status_code == 422
    assert rows() == before
    one, other = response.context_data["preview"].offers
    assert list(one.form.errors) == ["title"]
    assert other.form["title"].value() == "Typed by hand"
    assert form_of(response) == fields | {"draft-0-title": "", "draft-1-title": "Typed by hand"}


def test_a_form_that_is_not_ticked_is_not_checked_but_keeps_its_text(cast, as_member):
    client = as_member(cast.alice)
    files = [(f"{n}.txt", PLAIN.replace("Monday", f"day {n}").encode()) for n in range(2)]
    fields = form_of(look(client, cast, *files)) | {"draft-0-title": "", "draft-0-take": "", "draft-1-title": ""}
    one, other = confirm(client, cast, fields).context_data["preview"].offers
    assert one.form.errors == {}
    assert list(other.form.errors) == ["title"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t ", "white space"),
        ("binary.txt", bytes(range(256)) * 8, "not a text file"),
        ("paper.txt", b"%PDF-1.7 and so on", "PDF"),
        ("big.txt", b"a" * (MAX_BYTES + 1), f"{MAX_BYTES:,}"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_leaves_nothing(cast, as_member, name, data, said):
    before = rows()
    response = look(as_member(cast.alice), cast, (name, data))
    page = response.content.decode()
    assert response.status_code == 422
    assert name in page
    assert said in page
    assert rows() == before


def test_one_bad_file_never_stops_the_rest(cast, as_member):
    response = look(as_member(cast.alice), cast, ("bad.txt", b"\x00\x01"), ("good.txt", PLAIN.encode()))
    preview = response.context_data["preview"]
    assert response.status_code == 200
    assert ([r.name for r in preview.refused], [o.upload.name for o in preview.offers]) == (["bad.txt"], ["good.txt"])


def test_nothing_sent_is_asked_for_again(cast, as_member):
    response = look(as_member(cast.alice), cast)
    assert response.status_code == 422
    assert "Choose a file or paste a text first." in response.content.decode()


def test_a_pasted_text_that_cannot_be_read_stays_in_the_box(cast, as_member):
    response = look(as_member(cast.alice), cast, pasted="text " + "\x01" * 900)
    assert response.status_code == 422
    assert "text \x01" in response.content.decode()


@pytest.mark.parametrize(
    "tampered",
    [{"drafts": "x"}, {"drafts": "99999999999"}, {"file-0-data": "%%%"}, {"draft-0-file": "7"}, {"draft-0-place": "9"},
     {"draft-0-kind": "poem"}, {"draft-0-areas": ["theirs"]}, {"draft-0-body": "\x00"}, {"files": "-1"}],
)  # fmt: skip
def test_a_form_that_was_tampered_with_is_no_error_of_ours(cast, as_member, tampered):
    client = as_member(cast.alice)
    assert confirm(client, cast, form_of(look(client, cast, pasted=PLAIN)), **tampered).status_code in (302, 422)


def test_another_teams_area_cannot_be_chosen(cast, as_member):
    make.area(team=cast.charlie.team, name="Theirs")
    client = as_member(cast.alice)
    make.area(team=cast.team, name="Ours")
    fields = form_of(look(client, cast, pasted=PLAIN))
    assert confirm(client, cast, fields, **{"draft-0-areas": ["theirs"]}).status_code == 422
    assert Area.objects.get(slug="theirs").articles.count() == 0


def test_what_an_article_says_is_shown_as_text(cast, as_member):
    evil = PLAIN.replace("Ships", "<script>alert(1)</script><img src=x onerror=alert(2)> Ships")
    page = look(as_member(cast.alice), cast, pasted=evil.replace("A Harbour", "<b>A</b> Harbour")).content.decode()
    assert "<script>alert" not in page
    assert "onerror=alert(2)>" not in page.replace("&gt;", "")
    assert "<b>A</b>" not in page

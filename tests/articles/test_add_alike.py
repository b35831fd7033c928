"""A draft that is like something the library has: it is said beside it, and a person chooses what becomes of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.storing.pipeline import Incoming, import_many, revise
from tests import make
from tests.articles.test_add import address, confirm, form_of, look

pytestmark = pytest.mark.django_db

LINES = [
    f"Paragraph {n} tells of ship {n * 7} and of the {n * 3} crates of grain that it took on board." for n in range(8)
]
HERE = "https://gazette.example/harbour/"


def file_of(*lines: str, title: str = "A Harbour Opens", url: str = HERE) -> str:
    return "\n".join([title, "March 3rd, 2026", "Ana Obsidian", *(["", url, ""] if url else []), *(lines or LINES)])


def stored(cast, as_member, text: str = "", member=None) -> Article:
    client = as_member(member or cast.alice)
    confirm(client, cast, form_of(look(client, cast, pasted=text or file_of())))
    return Article.objects.get()


def corrected() -> str:
    return file_of(*LINES[:3], LINES[3].replace("crates", "sacks"), *LINES[4:], "And a last line stands here now.")


def offer_of(response):
    (offer,) = response.context_data["preview"].offers
    return offer


def labels(response) -> list[str]:
    return [label for _, label in offer_of(response).form.found.choices]


def send(client, cast, shown, **changes):
    """The form with its hidden marks, as a browser sends it; an answer of None is a radio that nobody touched."""
    fields = form_of(shown)
    for offer in shown.context_data["preview"].new:
        if offer.form.found.choices:
            fields[f"{offer.prefix}-asked"] = "1"
            fields.pop(f"{offer.prefix}-take", None)
    fields |= changes
    return confirm(client, cast, {name: value for name, value in fields.items() if value is not None})


def texts(article: Article) -> list[str]:
    return [revision.text for revision in article.revisions.order_by("number")]


class TestWhatIsSaid:
    def test_the_same_address_and_nearly_the_same_text_is_a_correction_unless_said_otherwise(self, cast, as_member):
        article = stored(cast, as_member)
        assert article.url == HERE
        shown = look(as_member(cast.erin), cast, ("new.txt", corrected().encode()))
        page = " ".join(shown.content.decode().split())
        assert f'Nearly the same text, at the same address: <a href="{article.get_absolute_url()}"' in page
        assert "1 paragraph differs. 1 only here. 7 the same." in page
        assert "<del>crates </del><ins>sacks </ins>" in page
        assert labels(shown) == ["As a correction of “A Harbour Opens”", "Add it anyway", "Leave it out"]
        assert re.findall(r'value="(\w+) [^"]*"[^>]* checked', page) == ["correct"]
        assert 'name="draft-0-take"' not in page

    def test_nearly_the_same_text_elsewhere_is_asked_about(self, cast, as_member):
        article = stored(cast, as_member, file_of(url=""))
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=file_of(*LINES, "One more line."))
        assert [like.article for like in offer_of(shown).form.found.likes] == [article]
        assert "checked" not in shown.content.decode().split("fates")[1].split("</fieldset>")[0]
        response = send(client, cast, shown)
        assert response.status_code == 422
        assert "Choose what shall become of this one." in response.content.decode()
        assert Article.objects.count() == 1

    def test_another_text_at_the_same_address_is_asked_about(self, cast, as_member):
        article = stored(cast, as_member)
        other = file_of("A court upheld the law on canals by five to four.", "Nobody had thought that it would.")
        shown = look(as_member(cast.alice), cast, pasted=other)
        page = shown.content.decode()
        assert "Another text at the same address" in page
        assert f'href="{article.get_absolute_url()}"' in page
        assert "What differs" not in page
        assert offer_of(shown).form.found.likeliest == ""

    def test_a_text_like_no_other_is_ticked_as_ever(self, cast, as_member):
        stored(cast, as_member)
        shown = look(as_member(cast.alice), cast, pasted=file_of("A court ruled.", "Snow fell.", url=""))
        assert offer_of(shown).form.found.choices == []
        assert 'name="draft-0-take"' in shown.content.decode()

    def test_what_the_member_may_not_see_is_not_told(self, cast, as_member):
        article = stored(cast, as_member, member=cast.bob)
        assert article.waiting
        other = make.member(team=cast.team)
        shown = look(as_member(other), cast, pasted=corrected())
        assert offer_of(shown).form.found.likes == ()
        assert article.title + "</a>" not in shown.content.decode()
        stranger = as_member(cast.charlie)
        assert stranger.post(address(cast, "preview"), {"pasted": corrected()}).status_code == 404

    def test_as_many_questions_to_the_database_for_one_draft_as_for_ten(self, cast, as_member):
        client = as_member(cast.alice)
        drafts = [make.draft(body=file_of(*(f"{line} In year {n}." for line in LINES))) for n in range(10)]
        import_many(member=cast.alice, incoming=[Incoming(draft, b"x") for draft in drafts])

        def cost(number: int) -> int:
            files = [
                (f"{n}.txt", file_of(*(f"{line} In year {n}, or so." for line in LINES)).encode())
                for n in range(number)
            ]
            with CaptureQueriesContext(connection) as queries:
                shown = look(client, cast, *files)
            assert sum(bool(offer.form.found.likes) for offer in shown.context_data["preview"].new) == number
            return len(queries)

        assert cost(1) == cost(9)


class TestWhatIsChosen:
    def test_a_correction_is_a_new_revision_with_its_bytes_and_the_details_stay(self, cast, as_member):
        article = stored(cast, as_member)
        client = as_member(cast.erin)
        shown = look(client, cast, ("new.txt", corrected().encode()))
        response = send(
            client, cast, shown,
            **{"draft-0-title": "Typed by hand", "draft-0-questions": "Will it last?", "draft-0-new_area": "Seas"},
        )  # fmt: skip
        assert response["Location"] == article.get_absolute_url()
        article.refresh_from_db()
        assert (article.title, article.current.number) == ("A Harbour Opens", 2)
        assert "sacks of grain" in article.current.text and "crates of grain that it took" in texts(article)[0]
        assert (bytes(article.current.original), article.current.original_name) == (corrected().encode(), "new.txt")
        assert [question.text for question in article.questions.all()] == ["Will it last?"]
        assert [area.name for area in article.areas.all()] == ["Seas"]
        assert Article.objects.count() == 1

    def test_what_only_the_file_knows_is_taken_over(self, cast, as_member):
        article = stored(cast, as_member, "\n".join(["A Harbour Opens", *LINES]))
        assert (article.byline, article.published_on, article.url) == ([], None, "")
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        like = offer_of(shown).form.found.likes[0]
        send(client, cast, shown, **{"draft-0-fate": like.fate})
        article.refresh_from_db()
        assert (article.byline, str(article.published_on), article.url) == (["Ana Obsidian"], "2026-03-03", HERE)

    def test_it_can_be_added_all_the_same_or_left_out(self, cast, as_member):
        stored(cast, as_member)
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        response = send(client, cast, shown, **{"draft-0-fate": "leave"})
        assert response["Location"].endswith("?left=1")
        assert Article.objects.count() == 1
        send(client, cast, shown, **{"draft-0-fate": "add"})
        assert sorted(article.revisions.count() for article in Article.objects.all()) == [1, 1]

    def test_the_choice_survives_a_fault_in_the_form(self, cast, as_member):
        stored(cast, as_member)
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        for fate in ("add", offer_of(shown).form.found.likes[0].fate):
            again = send(client, cast, shown, **{"draft-0-fate": fate, "draft-0-title": ""})
            assert again.status_code == 422
            assert re.findall(r'name="draft-0-fate" value="([^"]*)"[^>]* checked', again.content.decode()) == [fate]

    def test_what_is_left_out_is_not_checked_and_keeps_its_text(self, cast, as_member):
        stored(cast, as_member)
        client = as_member(cast.alice)
        files = [("a.txt", corrected().encode()), ("b.txt", file_of("A court ruled.", "Snow fell.", url="").encode())]
        shown = look(client, cast, *files)
        changes = {"draft-0-fate": "leave", "draft-0-title": "", "draft-1-title": ""}
        one, other = send(client, cast, shown, **changes).context_data["preview"].offers
        assert (one.form.errors, one.form["fate"].value(), list(other.form.errors)) == ({}, "leave", ["title"])

    def test_the_same_form_sent_twice_corrects_once(self, cast, as_member):
        article = stored(cast, as_member)
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        first, second = send(client, cast, shown), send(client, cast, shown)
        assert first["Location"] == second["Location"] == article.get_absolute_url()
        assert article.revisions.count() == 2

    def test_a_correction_made_meanwhile_is_not_covered_up(self, cast, as_member):
        article = stored(cast, as_member)
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        revise(member=cast.erin, article=article, markdown="\n\n".join([*LINES, "Erin wrote this."]), original=b"x")
        response = send(client, cast, shown, **{"draft-0-publisher": "Typed by hand"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "That choice is gone" in page and "Erin wrote this." in page and "Typed by hand" in page
        assert article.revisions.count() == 2
        assert (
            send(client, cast, response, **{"draft-0-fate": offer_of(response).form.found.likes[0].fate}).status_code
            == 302
        )
        assert article.revisions.count() == 3

    def test_a_text_that_came_to_be_like_another_while_it_was_looked_at_is_asked_about(self, cast, as_member):
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        stored(cast, as_member, member=cast.erin)
        response = send(client, cast, shown)
        assert response.status_code == 422
        assert Article.objects.count() == 1
        assert send(client, cast, response, **{"draft-0-fate": "add"}).status_code == 302
        assert Article.objects.count() == 2

    def test_an_article_of_another_team_is_not_corrected(self, cast, as_member):
        article = stored(cast, as_member)
        client = as_member(cast.charlie)
        client.get("/")
        elsewhere = make.article(member=cast.charlie, body="\n\n".join(LINES))
        path = address(cast, "confirm").replace(cast.team.slug, elsewhere.team.slug)
        fields = {"files": "0", "drafts": "1", "draft-0-file": "0", "draft-0-place": "0", "draft-0-asked": "1",
                  "draft-0-title": "x", "draft-0-kind": "digest", "draft-0-body": "Something.",
                  "draft-0-fate": f"correct {article.pk} 1"}  # fmt: skip
        assert client.post(path, fields).status_code == 409
        assert article.revisions.count() == 1
        assert Article.objects.count() == 2

    def test_where_the_article_to_correct_is_gone_it_is_asked_again(self, cast, as_member):
        article = stored(cast, as_member)
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=corrected())
        article.remove(by=cast.erin.user)
        response = send(client, cast, shown)
        assert response.status_code == 409
        assert "The other article is gone" in response.content.decode()
        assert Article.objects.count() == 1
        assert send(client, cast, response, **{"draft-0-fate": "add"}).status_code == 302
        assert Article.objects.count() == 2


class TestTheTrash:
    def test_a_text_that_lies_there_is_restored_on_demand(self, cast, as_member):
        article = stored(cast, as_member)
        article.remove(by=cast.erin.user)
        client = as_member(cast.alice)
        shown = look(client, cast, pasted=file_of())
        assert "This very text is in the trash: “A Harbour Opens”, removed" in shown.content.decode()
        assert labels(shown) == ["Take “A Harbour Opens” out of the trash", "Add it anyway", "Leave it out"]
        assert offer_of(shown).form.found.likeliest == ""
        assert send(client, cast, shown).status_code == 422
        response = send(client, cast, shown, **{"draft-0-fate": f"restore {article.pk}"})
        assert response["Location"] == article.get_absolute_url()
        article.refresh_from_db()
        assert (article.deleted_at, Article.objects.count()) == (None, 1)

    def test_or_added_anew(self, cast, as_member):
        article = stored(cast, as_member)
        article.remove(by=cast.erin.user)
        client = as_member(cast.alice)
        send(client, cast, look(client, cast, pasted=file_of()), **{"draft-0-fate": "add"})
        assert Article.objects.filter(deleted_at=None).exclude(pk=article.pk).count() == 1

    def test_a_student_may_not_restore_it(self, cast, as_member):
        article = stored(cast, as_member)
        article.remove(by=cast.erin.user)
        client = as_member(cast.bob)
        shown = look(client, cast, pasted=file_of())
        assert labels(shown) == ["Send it in anyway", "Leave it out"]
        assert send(client, cast, shown, **{"draft-0-fate": f"restore {article.pk}"}).status_code == 409
        article.refresh_from_db()
        assert article.deleted_at is not None

    def test_in_another_teams_trash_it_is_nobodys_business(self, cast, as_member):
        stored(cast, as_member).remove(by=cast.erin.user)
        client = as_member(cast.charlie)
        path = reverse("articles:preview", args=[cast.charlie.team.slug])
        assert offer_of(client.post(path, {"pasted": file_of()})).form.found.choices == []


def test_the_text_before_a_correction_does_not_undo_it(cast, as_member):
    article = stored(cast, as_member)
    client = as_member(cast.alice)
    send(client, cast, look(client, cast, pasted=corrected()))
    shown = look(client, cast, pasted=file_of())
    preview = shown.context_data["preview"]
    assert (preview.new, [offer.known.article for offer in preview.known]) == ((), [article])
    assert "an earlier text of this article, which was corrected since" in shown.content.decode()


class TestAStudent:
    def test_sends_in_and_may_not_correct(self, cast, as_member):
        article = stored(cast, as_member)
        client = as_member(cast.bob)
        shown = look(client, cast, pasted=corrected())
        assert labels(shown) == ["Send it in anyway", "Leave it out"]
        forged = send(client, cast, shown, **{"draft-0-fate": f"correct {article.pk} 1"})
        assert forged.status_code == 409
        assert article.revisions.count() == 1
        send(client, cast, shown, **{"draft-0-fate": "add"})
        assert Article.objects.get(owner=cast.bob.user).waiting

    def test_sends_in_for_review_what_is_new_too(self, cast, as_member):
        assert stored(cast, as_member, member=cast.bob).waiting

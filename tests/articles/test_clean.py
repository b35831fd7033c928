"""One article taken out: a file that carries the article, where it is from and its hashes, and nothing else."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from articles.clean import Clean, clean_page, file_name
from articles.models import Article
from evidence.attaching import Selection, attach_card, attach_note
from tests import make

CLEAN = Clean(
    title="Ports <Reopen>: a/b",
    authors="Mira Castellanos",
    published_on=date(2026, 3, 3),
    publisher="The Continental",
    url="https://example.org/?a=1&b=2",
    html="<p>Text.</p>",
    revision=2,
    text_sha256="aa",
    original_sha256="bb",
)


def test_a_file_names_all_that_a_judge_asks_for():
    page = clean_page(CLEAN, printed_on=date(2026, 4, 1))
    assert "<h1>Ports &lt;Reopen&gt;: a/b</h1>" in page
    assert "<p>Mira Castellanos · The Continental · 3 March 2026</p>" in page
    assert '<a href="https://example.org/?a=1&amp;b=2">' in page
    assert "<dd>revision 2, SHA-256 aa</dd>" in page
    assert "<dd>SHA-256 bb</dd>" in page
    assert "<dt>Taken out</dt><dd>1 April 2026</dd>" in page


def test_every_printed_sheet_says_which_text_it_is_of_and_nothing_that_was_typed():
    made = replace(CLEAN, text_sha256="0123456789abcdef" * 4, title='"; } body { display: none')
    page = clean_page(made, printed_on=date(2026, 4, 1))
    style = page[page.index("<style>") : page.index("</style>")]
    assert '@bottom-left { content: "Text SHA-256 0123456789abcdef… · taken out 1 April 2026"; }' in style
    assert 'counter(page) " of " counter(pages)' in style
    assert "display: none" not in style


def test_a_file_asks_nothing_of_another_host():
    page = clean_page(CLEAN, printed_on=date(2026, 4, 1))
    assert "src=" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_a_file_is_named_by_its_date_and_title():
    assert file_name(CLEAN) == "2026-03-03 Ports Reopen a b.html"
    assert file_name(Clean("/", "", None, "", "", "", 1, "", "")) == "article.html"


@pytest.mark.django_db
def test_what_is_attached_is_not_taken_out(cast, as_member):
    article = make.article(member=cast.alice, questions=["Will it hold?"])
    Article.objects.filter(pk=article.pk).update(analysis="Mine", analysis_html="<p>Thought up.</p>", tags=["Sea"])
    words = Selection("Wheat for May delivery fell 4 percent")
    attach_note(member=cast.bob, article=article, body="A thought.", selection=words)
    attach_card(member=cast.bob, article=article, selection=words, tag="A claim", cite="Castellanos")
    response = as_member(cast.bob).get(reverse("articles:clean", args=[cast.team.slug, article.pk]))
    page = response.content.decode()
    assert article.current.html in page
    for word in ("A thought.", "A claim", "<mark", "Thought up.", "Will it hold?"):
        assert word not in page
    assert article.current.sha256 == hashlib.sha256(article.current.text.encode()).hexdigest()
    assert f"SHA-256 {article.current.sha256}" in page
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Security-Policy"].startswith("sandbox")

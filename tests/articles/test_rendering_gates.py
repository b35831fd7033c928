"""Hostile Markdown: what the gates let through, and how little of it Markdown is given to think about."""

import pytest

from articles.rendering import (
    BUDGET,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_LOOSE_ITEMS,
    MAX_TAGS,
    TooLong,
    escape_markdown,
    guard,
    openers,
    render,
    safe_href,
    sanitise,
    text_of,
)
from tests.conformance.xss import faults

REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example.org",
        "/path",
        "page.html",
        "#part",
        "http:evil.example.org",
        "http:///path",
        "https:\\\\evil.example.org",
        "http://a.example.org\\@b.example.org",
        "http://a.example.org:port/",
        "mailto:",
        "ftp://a.example.org",
        "",
    ],
)
def test_only_absolute_web_and_mail_addresses_are_links(href: str) -> None:
    assert not safe_href(href)


@pytest.mark.parametrize(
    "href",
    ["http://a.example.org", "https://a.example.org:8080/b_c?d=e&f#g", "mailto:a@example.org", "https://[::1]/"],
)
def test_an_absolute_address_stays(href: str) -> None:
    assert safe_href(href)


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="&#x2F;/evil.example.org">x</a>',
        "<a href='/t/other/delete' hx-post='/x' onclick='y' data-hx-get='/z'>x</a>",
    ],
)
def test_a_link_that_leads_astray_keeps_its_words_only(source: str) -> None:
    assert render(source).html == "<p>x</p>"


def test_a_link_keeps_its_address_and_title_and_nothing_else() -> None:
    source = (
        '<a href="https://a.example.org/b?c=d&e" title="t" id="i" class="c" style="s" name="n" target="_top">x</a>'
    )
    assert render(source).html == f'<p><a href="https://a.example.org/b?c=d&amp;e" title="t" {REL}>x</a></p>'


def test_attributes_are_gone_from_every_other_element() -> None:
    source = "<p id='a' class='b' style='c' data-d='e' hx-get='/f' onclick='g' name='h'>x</p>"
    assert sanitise(source) == "<p>x</p>"


def test_a_picture_becomes_its_alternative_text() -> None:
    assert render("![A *goat* & mayor](https://x.example.org/t.png)").text == "A *goat* & mayor"
    assert (
        render('See <img src="x" alt="a &lt;b&gt; goat" onerror="y"> here').html == "<p>See a &lt;b&gt; goat here</p>"
    )


def test_script_and_style_are_shown_and_never_run() -> None:
    made = render("<script>alert(1)</script>\n\n<style>p {}</style>")
    assert made.html == "alert(1)\n\np {}"


def test_headings_begin_below_the_title_of_the_page() -> None:
    assert render("# One\n\n## Two\n\n###### Six").html == "<h2>One</h2>\n<h3>Two</h3>\n<h6>Six</h6>"
    assert render("### One\n\n#### Two").html == "<h2>One</h2>\n<h3>Two</h3>"


def test_a_typed_angle_bracket_is_a_character() -> None:
    assert render("a < b, c > d, <unclosed and `x < y`").text == "a < b, c > d, <unclosed and x < y"


def test_control_characters_are_visible_and_cannot_pass_for_ours() -> None:
    assert render("a\x00b\x02c\ufdd0d\ud800e").text == "a\ufffdb\ufffdc\ufffdd\ufffde"


def test_quotes_dashes_and_dots_are_not_improved() -> None:
    assert render("\"a\" -- 'b'... (c) 1/2").text == "\"a\" -- 'b'... (c) 1/2"


def test_blocks_that_touch_do_not_run_their_words_together() -> None:
    assert text_of(sanitise("<p>a</p><p>b<br>c</p><ul><li>d</li><li>e</li></ul>")) == "a\nb\nc\nd\ne\n"


def test_one_character_too_many_is_refused_in_words() -> None:
    with pytest.raises(TooLong, match=r"200,001 characters; an article can have 200,000 at most"):
        render("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("atom", ["[", "![", "[a](", "[a][", "[a\n", "[^", "``a`", "a\n=\n", "# a\n", "\\\\["])
def test_what_is_left_for_markdown_to_look_ahead_from_stays_in_the_budget(atom: str) -> None:
    source = atom * (MAX_CHARACTERS // len(atom))
    assert openers(source) * len(source) > BUDGET
    assert openers(guard(source)) == 0
    paragraphs = f"{atom * 300}\n\n" * 60
    assert sum(openers(p) * len(p) for p in guard(paragraphs).split("\n\n")) <= BUDGET


@pytest.mark.parametrize("atom", ["<a ", "<a href='", "<![CDATA[", "<div\n\n", "<!--", "<?", "<http://a"])
def test_no_tag_that_stays_open_is_given_to_markdown(atom: str) -> None:
    assert guard(atom * 5_000).count("<") == 0


@pytest.mark.parametrize(("atom", "most"), [("<ul><li>", 2 * MAX_TAGS), ("<b>", MAX_DEPTH), ("<pre>", MAX_DEPTH)])
def test_tags_nest_only_so_deep(atom: str, most: int) -> None:
    guarded = guard(atom * 20_000)
    assert guarded.count("<") <= most
    assert guarded.lower().count("<ul") <= MAX_DEPTH


def test_loose_list_items_are_only_so_many() -> None:
    assert guard("- a\n\n" * 9_000).count("- a") == MAX_LOOSE_ITEMS


def test_what_the_guard_took_away_is_printed_as_typed() -> None:
    typed = "[x](y) `z` " * 1_500
    assert openers(guard(typed)) == 0
    assert render(typed).text == typed
    assert render(escape_markdown(typed)).text == typed


def test_a_few_links_in_a_long_article_are_still_links() -> None:
    article = "\n\n".join(["Words and [a link](https://a.example.org/) in it. " * 5] * 100)
    assert render(article).html.count("<a ") == 500


def test_nesting_past_all_sense_still_gives_the_text() -> None:
    made = render("> " * 3_000 + "end")
    assert made.text.strip().endswith("end")
    assert faults(made.html) == []


@pytest.mark.parametrize(
    "stored",
    [
        '<p id="x">a</p>',
        "<p onclick='x'>a</p>",
        "<p hx-get='/x'>a</p>",
        "<script>a</script>",
        f'<a href="javascript:x" {REL}>a</a>',
        f'<a href="/x" {REL}>a</a>',
        '<a href="https://a.example.org">a</a>',
        "<p>a<!-- b --></p>",
        "<img src=x>",
    ],
)
def test_the_judge_of_the_conformance_run_finds_each_fault(stored: str) -> None:
    assert faults(stored)

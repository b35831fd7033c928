"""Hostile payloads through the gates of articles.rendering, judged by parsing the result again.

    python -m tests.conformance.xss CASES_DIR

CASES_DIR holds xss/vectors.json: a list of {"id", "payload", "tier", …}. Each payload is rendered as Markdown and
sanitised as the raw HTML of an article. Exit code 1 on any failure.
"""

import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from articles.rendering import TAGS, TooLong, blocks, render, sanitise, text_of

FORBIDDEN = re.compile(r"on.*|style|id|class|name|data-.*|hx-.*|src.*|action|formaction|xmlns.*|xlink:.*", re.I)
ALLOWED = {"a": {"href", "title", "rel"}}


class Inspector(HTMLParser):
    """Lists what must not be in stored HTML. It shares no rule with the gates but the list of tags."""

    def __init__(self, stored: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.feed(stored)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"tag <{tag}>")
        for name, value in attrs:
            if FORBIDDEN.fullmatch(name) or name not in ALLOWED.get(tag, set()):
                self.faults.append(f"attribute {name} on <{tag}>")
            if name == "href" and not absolute(value or ""):
                self.faults.append(f"href {value!r}")
        if tag == "a" and dict(attrs).get("rel") != "noopener noreferrer nofollow":
            self.faults.append("link without rel")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data[:30]!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl[:30]!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data[:30]!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data[:30]!r}")


def absolute(href: str) -> bool:
    """As a browser reads it: entities a second time, control characters and white space taken out first."""
    for value in (href, html.unescape(href)):
        plain = re.sub(r"[\x00-\x20\x7f-\xa0]", "", value)
        if plain != value or not re.match(r"(https?://[^/\\?#]|mailto:[^/])", plain, re.I):
            return False
        if urlsplit(plain).scheme.lower() not in {"http", "https", "mailto"}:
            return False
    return True


def faults(stored: str) -> list[str]:
    """Everything wrong with a piece of stored HTML; empty where it is as it should be."""
    found = Inspector(stored).faults
    if sanitise(stored) != stored:
        found.append("sanitising again changes it")
    if "".join(block.html for block in blocks(stored)) != stored:
        found.append("its blocks are not the whole of it")
    text = text_of(stored)
    if any(text[block.start : block.end] != text_of(block.html) for block in blocks(stored)):
        found.append("a block has not the text that its place says")
    return found


def as_markdown(payload: str) -> str:
    return render(payload).html


def as_article(payload: str) -> str:
    return sanitise(f"<h1>Title</h1><p>Before it.</p>{payload}<p>Behind it.</p>")


WAYS: dict[str, Callable[[str], str]] = {"as Markdown": as_markdown, "as an HTML article": as_article}


def main(cases: Path) -> int:
    vectors = json.loads((cases / "xss" / "vectors.json").read_text(encoding="utf-8"))
    failures: list[str] = []
    for way, made in WAYS.items():
        passed: Counter[str] = Counter()
        for vector in vectors:
            try:
                wrong = faults(made(vector["payload"]))
            except TooLong as error:
                wrong = [str(error)]
            if wrong:
                failures.append(f"{way}: {vector['id']} ({vector['tier']}): {'; '.join(wrong)}")
            else:
                passed[vector["tier"]] += 1
        tiers = ", ".join(f"{tier} {count}" for tier, count in sorted(passed.items()))
        print(f"xss, {way}: {passed.total()} of {len(vectors)} payloads are harmless ({tiers})")
    for failure in failures:
        print(f"FAILED {failure}")
    return 1 if failures or not vectors else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.conformance.xss CASES_DIR")
    sys.exit(main(Path(sys.argv[1])))

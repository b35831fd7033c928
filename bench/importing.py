"""Reading in texts in the sample's format and pages of the web, indexing included, on one core."""

import random
import time
from collections.abc import Callable, Sequence

from articles.ingest import formats
from articles.ingest.draft import Sent
from articles.storing.pipeline import Incoming, import_many
from bench.database import scratch
from bench.texts import paragraphs
from teams.joining import make_team
from teams.models import Membership, User

TITLE = "Importing articles of about 5 kB"
TEXTS, PAGES, AT_ONCE = 1_500, 150, 50


def measure() -> list[str]:
    texts = [(f"{number}.txt", _text(number)) for number in range(TEXTS)]
    pages = [(f"{number}.html", _page(number)) for number in range(PAGES)]
    bare = _bare(pages)
    with scratch():
        member = make_team(user=User.objects.create_user("bench"), name="Bench")
        as_texts = _rate(member, texts)
        as_pages = _rate(member, pages)
    reading = _seconds(lambda: [formats.read(Sent(*text)) for text in texts])
    return [
        f"texts, read, rendered, stored and indexed: {as_texts:.0f} articles/s (wanted: 300)",
        f"reading them alone: {TEXTS / reading:.0f} articles/s, {reading * as_texts / TEXTS:.0%} of the time",
        f"pages of the web, the same: {as_pages:.1f} articles/s; trafilatura alone: {bare:.1f}; "
        f"ours is {as_pages / bare:.0%} of that (wanted: 80 %)",
    ]


def _rate(member: Membership, files: Sequence[tuple[str, bytes]]) -> float:
    """Articles a second."""

    def run() -> None:
        for at in range(0, len(files), AT_ONCE):
            group = files[at : at + AT_ONCE]
            read = [(draft, name, data) for name, data in group for draft in formats.read(Sent(name, data)).drafts]
            made = import_many(member=member, incoming=[Incoming(draft, data, name) for draft, name, data in read])
            assert all(one.created for one in made)  # noqa: S101 - a figure of anything else would be a lie

    return len(files) / _seconds(run)


def _bare(pages: Sequence[tuple[str, bytes]]) -> float:
    """What trafilatura does on the same pages, metadata included, with the options that we give it."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow import

    options = {"original_date": True, "extensive_search": False}

    def run() -> None:
        for _, data in pages:
            bare_extraction(
                data.decode(),
                output_format="xml",
                with_metadata=True,
                include_comments=False,
                include_formatting=True,
                include_links=True,
                date_extraction_params=options,
            )

    bare_extraction(pages[0][1].decode())  # loads what it loads once
    return len(pages) / _seconds(run)


def _seconds(run: Callable[[], object]) -> float:
    """Of one core: what else the machine does meanwhile does not count."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def _text(number: int) -> bytes:
    rng = random.Random(number)
    head = f"Report Number {number}\nMay {rng.randint(1, 28)}th, 2026\nAna Okoro\nMay 12th, 2026\nAna Okoro"
    body = "\n".join(paragraphs(4_500, seed=number))
    tail = f"Extemp question: Will port {number} stay open?\nRead More Here:\nStaff, The Moscow Times\nA. Lee. Reuters"
    return f"{head}\n{body}\n{tail}".encode()


def _page(number: int) -> bytes:
    """The article among what a news site puts around it: menus, teasers, scripts, about 150 kB in all."""
    links = "".join(
        f'<li class="nav-item"><a href="/section-{n}"><span>Section {n}</span></a></li>' for n in range(120)
    )
    teaser = '<div class="card"><div><a href="/t{0}"><h3>Also today {0}</h3></a><span>{0} min</span></div></div>'
    teasers = "".join(teaser.format(n) for n in range(420))
    body = "".join(f"<p>{text} <a href='/x'>A link</a>.</p>" for text in paragraphs(4_500, seed=10_000 + number))
    script = "".join(f"var a{n} = {{b: {n}, c: 'd{n}'}};" for n in range(2_500))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page {number} | The Wire</title>
    <meta property="og:title" content="Page {number}"><meta name="author" content="Ana Okoro">
    <meta property="article:published_time" content="2026-05-12"><meta property="og:site_name" content="Wire">
    <script>{script}</script><style>p {{ margin: 0 }}</style></head>
    <body><header><nav><ul>{links}</ul></nav></header><main><article><h1>Page {number}</h1>{body}</article></main>
    <aside>{teasers}</aside><footer><ul>{links}</ul></footer></body></html>""".encode()

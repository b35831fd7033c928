"""Reading in texts in the sample's format, indexing included, on one core."""

import random
import time

from articles.ingest import formats
from articles.ingest.draft import Sent
from articles.ingest.pipeline import Incoming, import_many
from bench.database import scratch
from bench.texts import paragraphs
from teams.joining import make_team
from teams.models import User

TITLE = "Importing texts of about 5 kB in the sample's format"
NUMBER, AT_ONCE = 1_500, 50


def measure() -> list[str]:
    files = [_text(number) for number in range(NUMBER)]
    begin = time.perf_counter()
    for name, data in files:
        formats.read(Sent(name, data))
    reading = time.perf_counter() - begin
    with scratch():
        member = make_team(user=User.objects.create_user("bench"), name="Bench")
        begin = time.perf_counter()
        for at in range(0, NUMBER, AT_ONCE):
            group = [
                Incoming(d, data, n)
                for n, data in files[at : at + AT_ONCE]
                for d in formats.read(Sent(n, data)).drafts
            ]
            import_many(member=member, incoming=group)
        whole = time.perf_counter() - begin
    return [
        f"read, rendered, stored and indexed: {NUMBER / whole:.0f} articles/s (wanted: 300)",
        f"reading alone: {NUMBER / reading:.0f} articles/s, {reading / whole:.0%} of the time",
    ]


def _text(number: int) -> tuple[str, bytes]:
    rng = random.Random(number)
    head = f"Report Number {number}\nMay {rng.randint(1, 28)}th, 2026\nAna Okoro\nMay 12th, 2026\nAna Okoro"
    body = "\n".join(paragraphs(4_500, seed=number))
    tail = f"Extemp question: Will port {number} stay open?\nRead More Here:\nStaff, The Moscow Times\nA. Lee. Reuters"
    return f"{number}.txt", f"{head}\n{body}\n{tail}".encode()

"""Every code that a reader gives is in the one table."""

import re
from pathlib import Path

from articles.ingest.cautions import MEANINGS
from articles.ingest.draft import Draft

ARTICLES = Path(__file__).resolve().parents[3] / "articles"
GIVEN = re.compile(r"""(?:\bCaution\(|\.caution\(|\bDateRead\(\s*None,|\b_tell\()\s*"([a-z0-9-]+)",\s*"?(\w+)""")


def test_every_code_in_use_is_in_the_table_of_cautions() -> None:
    used = {code for path in ARTICLES.rglob("*.py") for code, _ in GIVEN.findall(path.read_text(encoding="utf-8"))}
    assert used - set(MEANINGS) == set()


def test_a_caution_stands_beside_a_field_of_a_draft_or_the_file() -> None:
    fields = {*Draft.__dataclass_fields__, "[file]"}
    assert {field for field, _ in MEANINGS.values()} - fields == set()

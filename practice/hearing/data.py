"""The figures that listeners go by, as data with where they are from (fixtures/hearing.json). Pure."""

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "hearing.json"
DATA: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))


def value(figure: str) -> Any:
    return DATA[figure]["value"]


def source(figure: str) -> str:
    return str(DATA[figure]["source"])

"""The rule sets that are shipped, from fixtures/rulesets/ into rows that belong to no team."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from practice.models import RuleSet
from practice.rule_sets.rules import Rules, figures

FIRST = "nsda"  # what a speaker is offered who has chosen nothing yet
QUICK = "quick-drill"  # a round of ten minutes
FOLDER: Path = settings.BASE_DIR / "fixtures" / "rulesets"


@dataclass(frozen=True)
class Loaded:
    """`changed` is True where the row was made or its figures or sources were brought up to date."""

    rule_set: RuleSet
    changed: bool


def load_presets(folder: Path = FOLDER) -> tuple[Loaded, ...]:
    """Every preset as a row; loading twice changes nothing. A round keeps the rules that it was drawn under.

    Raises `practice.rule_sets.rules.RuleError` for a figure that cannot be; then no preset is loaded.
    """
    with transaction.atomic():
        paths = sorted(folder.glob("*.json"), key=lambda path: (path.stem != FIRST, path.stem))
        return tuple(_load(path, position) for position, path in enumerate(paths, start=1))


def _load(path: Path, position: int) -> Loaded:
    mapping = json.loads(path.read_text(encoding="utf-8"))
    rules = Rules.from_mapping(mapping)
    row = {
        "name": rules.name,
        "position": position,
        "rules": rules.to_mapping(),
        "sources": {f.field: {"source": f.source, "entered": f.entered} for f in figures(mapping) if f.source},
    }
    there = RuleSet.objects.filter(team=None, slug=path.stem).first()
    if there and all(getattr(there, field) == value for field, value in row.items()):
        return Loaded(there, changed=False)
    rule_set, _ = RuleSet.objects.update_or_create(team=None, slug=path.stem, defaults=row)
    return Loaded(rule_set, changed=True)

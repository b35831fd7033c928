"""House rules as tests. A rule maps a text to its faults and comes with a bad example that it must find."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from teams.access import TeamOwned

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["lib", "teams", "articles", "evidence", "practice", "extemp"]  # lowest first
PYTHON = [p for room in ROOMS for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(p for p in (ROOT / "static").rglob("*") if p.suffix in {".js", ".css"})

FETCH_WORDS = {"visible_to", "editable_by", "removable_by", "trash_of", "doable_by", "drawable_by", "merged_for"}
MAY_MARK_SAFE = {"evidence/showing.py", "articles/shown.py", "articles/search/snippets.py"}


def names_say_nothing(path: str) -> list[str]:
    banned = {"services", "utils", "helpers", "common", "core", "misc", "managers"}
    return [f"{part}: name a module after what it does" for part in Path(path).with_suffix("").parts if part in banned]


def uses_signals(source: str) -> list[str]:
    return re.findall(r"^.*(?:django\.dispatch|db\.models\.signals|core\.signals).*$", source, re.M)


def long_views(source: str) -> list[str]:
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 40]


def fetches_past_the_policy(source: str) -> list[str]:
    """`Card.objects.filter(…)` in a view: a team's rows are fetched by the words of teams.access only."""
    owned = {model.__name__ for model in apps.get_models() if issubclass(model, TeamOwned)}
    return [
        f"{node.value.value.id}.objects.{node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id in owned
        and node.attr not in FETCH_WORDS
    ]


def is_inline(template: str) -> list[str]:
    """What the content security policy would refuse, or what would need another host."""
    rules = [
        r"<script(?![^>]*\ssrc=)[^>]*>",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=",
        r"\shx-on\b",
        r"hx-(?:vals|headers)\s*=\s*['\"]?js:",
        r"hx-trigger=\"[^\"]*\[",
        r"(?:src|action)\s*=\s*[\"']https?:",
        r"<link[^>]*href\s*=\s*[\"']https?:",
        r"\|\s*safe\b",
        r"autoescape off",
    ]
    return [match for rule in rules for match in re.findall(rule, template, re.I)]


def reaches_up(template: str, room: str) -> list[str]:
    """A lower room's template that names an address or a template of an upper room."""
    upper = "|".join(ROOMS[ROOMS.index(room) + 1 :])
    if not upper:
        return []
    return re.findall(rf"{{%\s*(?:url|include|extends)\s+['\"](?:{upper})[:/][^'\"]*['\"]", template)


def marks_safe(source: str) -> list[str]:
    return re.findall(r"\b(?:mark_safe|SafeString)\(", source)


def fetches(source: str) -> list[str]:
    """What reaches the network: lib.http alone may. import-linter holds the libraries, this the standard one."""
    return re.findall(r"\b(?:urllib\.request|http\.client|ftplib|smtplib|fetch_url|fetch_response)\b", source)


def rules_of(style: str) -> set[tuple[str, str]]:
    """Selector and declarations of each rule that stands in no at-rule."""
    bare = re.sub(r"/\*.*?\*/|@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style, flags=re.S)
    return {(" ".join(on.split()), " ".join(does.split())) for on, does in re.findall(r"([^{}]+)\{([^{}]*)\}", bare)}


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (names_say_nothing, "articles/utils.py"),
        (uses_signals, "from django.db.models.signals import post_save"),
        (long_views, "def view(request):\n" + "    a = 1\n" * 40),
        (fetches_past_the_policy, "def view(request):\n    Card.objects.get(pk=1)"),
        (is_inline, '<p style="color:red">'),
        (is_inline, "<script>alert(1)</script>"),
        (is_inline, '<a onclick="x()">'),
        (is_inline, '<div hx-trigger="click[ctrlKey]">'),
        (is_inline, "{{ note.html|safe }}"),
        (lambda text: reaches_up(text, "articles"), "{% url 'evidence:cards' team %}"),
        (marks_safe, "return mark_safe(html)"),
        (fetches, "from urllib.request import urlopen"),
    ],
)
def test_each_rule_finds_its_bad_example(rule, bad):
    assert rule(bad)


def faults(paths, rule) -> dict[str, list[str]]:
    found = {str(p.relative_to(ROOT)): rule(p.read_text()) for p in paths}
    return {path: fault for path, fault in found.items() if fault}


def test_modules_are_named_after_what_they_do():
    assert [f for p in PYTHON for f in names_say_nothing(str(p.relative_to(ROOT)))] == []


def test_there_are_no_signals():
    assert faults(PYTHON, uses_signals) == {}


def test_a_view_has_forty_lines_at_most():
    views = [p for p in PYTHON if "views" in p.stem or "views" in p.parts]
    assert faults(views, long_views) == {}


def test_views_fetch_a_teams_rows_through_the_policy():
    views = [p for p in PYTHON if ("views" in p.stem or "views" in p.parts)]
    assert faults(views, fetches_past_the_policy) == {}


def test_no_file_has_more_than_four_hundred_lines():
    files = [*PYTHON, *TEMPLATES, *STATIC, *(ROOT / "tests").rglob("*.py")]
    assert {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text().splitlines())) > 400} == {}


def test_a_script_has_a_hundred_and_fifty_lines_at_most():
    scripts = [p for p in STATIC if p.suffix == ".js"]
    assert {p.name: n for p in scripts if (n := len(p.read_text().splitlines())) > 150} == {}


def test_no_rule_stands_in_two_stylesheets():
    assert rules_of("/* x */ .a,\n.b { top: 0 }\n@media print { .c { top: 0 } .d { top: 0 } } .e{top:0}") == {
        (".a, .b", "top: 0"),
        (".e", "top:0"),
    }
    places: dict[tuple[str, str], list[str]] = {}
    for path in STATIC:
        if path.suffix == ".css" and path.stem != "clean":  # the page that is printed alone
            for rule in rules_of(path.read_text(encoding="utf-8")):
                places.setdefault(rule, []).append(path.name)
    assert {rule: names for rule, names in places.items() if len(names) > 1} == {}


def test_nothing_in_a_template_is_inline_or_from_elsewhere():
    assert faults(TEMPLATES, is_inline) == {}


def test_templates_look_down_only():
    found = {}
    for room in ROOMS[1:-1]:
        found |= faults((ROOT / "templates" / room).rglob("*.html"), lambda text, room=room: reaches_up(text, room))
    assert found == {}


def test_only_the_named_modules_vouch_for_html():
    rest = [p for p in PYTHON if str(p.relative_to(ROOT)) not in MAY_MARK_SAFE]
    assert faults(rest, marks_safe) == {}


def test_only_the_guard_reaches_the_network():
    rest = [p for p in PYTHON if p != ROOT / "lib" / "connection.py"]
    assert faults(rest, fetches) == {}


def test_a_foreign_key_that_points_into_a_lower_room_has_no_way_back():
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    backwards = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label in ROOMS
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]
    assert backwards == []


def test_the_lock_files_pin_hashes_and_name_no_host():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?:|file:|--(?:extra-)?index|find-links", text)
        pins = re.findall(r"^[a-z0-9._-]+==\S+.*(?:\n\s+.*)*", text, re.M)
        assert pins and all("--hash=sha256:" in pin for pin in pins)

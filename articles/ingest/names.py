"""Lists of people as bylines and source lines print them. Pure."""

import re

_BETWEEN = re.compile(r"\s*,\s*(?:and|&)\s+|\s+(?:and|&)\s+|\s*[,;]\s*")
# What follows a comma and belongs to the name before it: a suffix, a role, a school.
_BELONGS = re.compile(
    r"(?:[JS]r\.?|I{2,3}|IV|Ph\.?D\.?|M\.?D\.?|Esq\.?)$|.*\b(?:writer|editor|reporter|correspondent|contributor|"
    r"columnist|analyst|director|president|school|university|college|academy|captain|coach|class of \d+)\b",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    "al and bin da das de del della den der des di do dos du e el ibn la le ten ter the van von y zu &".split()
)
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*", re.UNICODE)


def split_names(text: str) -> tuple[str, ...]:
    """People in the order of print; suffixes, roles and schools stay with the name they follow."""
    names: list[str] = []
    for part in _BETWEEN.split(" ".join(text.split())):
        if not part:
            continue
        if names and _BELONGS.match(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return tuple(names)


def looks_like_names(line: str) -> bool:
    """True for a short line of capitalised words without a sentence's end, as `A. B. Smith and C. de Silva`."""
    text = line.strip()
    if (
        not text
        or len(text) > 120
        or text[-1] in "?!:;…"
        or (text[-1] == "." and not re.search(r"\b[JS]r\.$", text, re.I))
    ):
        return False
    names = split_names(text)
    return bool(names) and all(_is_name(name.split(", ")[0]) for name in names)


def _is_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 5:
        return False
    return (
        all(_WORD.fullmatch(word) and (not word[0].islower() or word.lower() in PARTICLES) for word in words)
        and not words[0].islower()
    )

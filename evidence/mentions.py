"""Whom a text names: "@bob", "@Erin". Pure."""

import re

MOST = 20
_NAME = re.compile(r"(?<![\w@.+-])@([\w.+-]{1,150})")
_CODE = re.compile(r"(`+).+?\1", re.S)


def named(body: str) -> tuple[str, ...]:
    """The names behind an @, each once, case folded; a full stop that ends the sentence is none of the name's."""
    found = (name.rstrip(".-+").casefold() for name in _NAME.findall(_CODE.sub(" ", body)))
    return tuple(dict.fromkeys(name for name in found if name))[:MOST]

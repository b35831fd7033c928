"""The read API knows tokens only: whoever is signed in gets nothing without one. What a token opens is tried in
tests/extemp/test_api.py."""

from tests.access.table import Row, World

_NOTHING = "401 401 401 401 401 401"
_NO_POST = "405 405 405 405 405 405"
_EMPTY = lambda world: {}  # noqa: E731


def furnish(world: World) -> None:
    """Nothing: no door opens."""


ROWS = [
    Row("api:areas", _NOTHING, _NO_POST, _EMPTY),
    Row("api:articles", _NOTHING, _NO_POST, _EMPTY),
    Row("api:article", _NOTHING, _NO_POST, lambda world: {"article_id": world.article.pk}),
    Row("api:questions", _NOTHING, _NO_POST, _EMPTY),
    Row("api:cards", _NOTHING, _NO_POST, _EMPTY),
    Row("api:card", _NOTHING, _NO_POST, lambda world: {"card_id": world.article.pk}),
]

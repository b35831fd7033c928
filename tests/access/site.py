"""What each actor gets at the addresses of the site itself."""

from tests.access.table import NO_POST, READ, Row, World

_EMPTY = lambda world: {}  # noqa: E731
_SIGNED_IN = "login 200 200 200 200 200"
_PUBLIC_GET_ONLY = "405 405 405 405 405 405"


def furnish(world: World) -> None:
    """The site's own pages need nothing."""


ROWS = [
    Row("home", "200 302 302 302 302 302", _PUBLIC_GET_ONLY, _EMPTY),
    Row("health", "200 200 200 200 200 200", _PUBLIC_GET_ONLY, _EMPTY),
    Row("kept", "login 302 302 302 302 302", "login 405 405 405 405 405", _EMPTY),
    Row("patterns", _SIGNED_IN, "login 405 405 405 405 405", _EMPTY),
    Row("api", _SIGNED_IN, "login 405 405 405 405 405", _EMPTY),
    Row("openapi", _SIGNED_IN, "login 405 405 405 405 405", _EMPTY),
    Row("team_home", READ, NO_POST),
]

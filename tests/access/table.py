"""One row a route: what each actor gets. The rows of a room stand in the module of its name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from articles.models import Article
from tests.cast import Cast

ACTORS = ("anonymous", "stranger", "former", "student", "captain", "coach")


@dataclass
class World:
    """What stands in the team when a row is tried; each room's module may add to `more`."""

    cast: Cast
    article: Article
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`get` and `post` give one answer per actor, in the order of ACTORS.

    An answer is a status, or "login" for a redirect to the login page. `args` are the URL's arguments, `data` the
    form that is posted; both may look into the world.
    """

    name: str
    get: str
    post: str
    args: Callable[[World], dict[str, Any]] = lambda world: {"team": world.cast.team.slug}
    data: Callable[[World], dict[str, Any]] = lambda world: {}

    def answers(self, method: str) -> dict[str, str]:
        words = (self.get if method == "get" else self.post).split()
        assert len(words) == len(ACTORS), f"{self.name}: {method} needs {len(ACTORS)} answers"
        return dict(zip(ACTORS, words, strict=True))


READ = "login 404 404 200 200 200"
NO_POST = "login 404 404 405 405 405"
NO_GET = NO_POST

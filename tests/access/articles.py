"""What each actor gets at the addresses of the articles room."""

from tests.access.table import Row, World


def furnish(world: World) -> None:
    """Put into the world what the rows below look for."""


ROWS: list[Row] = []

"""Topic areas of a team: adding one by name, and the usual ones for a team that has none.

The usual areas shorten those of the NSDA National Tournament of 2014 (USX and IX), entered 2026-03.
"""

from django.db import transaction
from django.utils.text import slugify

from articles.models import Area, Side
from lib.text import fingerprint
from teams.models import Team

USUAL: dict[Side, tuple[str, ...]] = {
    Side.DOMESTIC: (
        "US Economy",
        "Congress",
        "Presidency",
        "Constitution and Courts",
        "Elections",
        "Education",
        "Health Care",
        "Business and Labor",
        "Science, Energy and Environment",
        "Military and Defense",
        "State and Local",
    ),
    Side.INTERNATIONAL: (
        "US Foreign Policy",
        "World Economy",
        "International Relations",
        "Middle East",
        "Africa",
        "Russia and Eastern Europe",
        "Western Europe",
        "China, Japan and Koreas",
        "South and Southeast Asia",
        "Mexico, Canada and Central America",
        "South America",
    ),
}


def slug_of(name: str) -> str:
    """The area's name as a URL carries it; a name without Latin letters gets one made of its fingerprint."""
    return slugify(name)[:60] or fingerprint(name)[:12]


def area_named(*, team: Team, name: str, side: str = "") -> Area:
    """The team's area of this name, made where it is missing. Names that differ in case and signs are one."""
    clean = " ".join(name.split())[:60]
    area, _ = Area.objects.get_or_create(team=team, slug=slug_of(clean), defaults={"name": clean, "side": side})
    return area


def give_default_areas(team: Team) -> list[Area]:
    """The usual areas, as far as the team has no area of that name yet. Can be called again without harm."""
    with transaction.atomic():
        return [area_named(team=team, name=name, side=side) for side, names in USUAL.items() for name in names]

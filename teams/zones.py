"""In which time zone a team's times are told and typed: its own, or the site's where it named none."""

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from teams.models import Team

# As people of the United States call theirs; who lives elsewhere finds a city.
NAMED = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}
REGIONS = "Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split()


@cache
def choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """For a select: the site's zone, the named ones, then every city of the zone database by region."""
    cities = sorted(name for name in _available() if name.partition("/")[0] in REGIONS and name not in NAMED)
    regions: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in cities:
        region, _, city = name.partition("/")
        regions[region].append((name, city.replace("_", " ").replace("/", ", ")))
    named = [(name, label) for name, label in NAMED.items() if known(name)]
    return [("", f"As this site: {settings.TIME_ZONE}"), ("United States", named), *regions.items()]


def known(name: str) -> str:
    """The name, or "" for one that the zone database of this machine has not."""
    return name if name in _available() else ""


def activate(team: Team) -> None:
    """From here to the end of the request. A zone that this machine does not know is the site's."""
    if known(team.time_zone):
        timezone.activate(ZoneInfo(team.time_zone))


@cache
def _available() -> frozenset[str]:
    return frozenset(available_timezones())


def one_request_each(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: what a request activates ends with it."""

    def within(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(None):
            return get_response(request)

    return within

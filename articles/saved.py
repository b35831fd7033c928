"""Searches that members keep: an address of the library page under a name."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from articles.models import SavedSearch
from teams.access import Visibility
from teams.models import Membership

MOST = 60  # searches of one member
LONGEST = 2_500  # characters of an address


@dataclass(frozen=True)
class Kept:
    """`saved` is None where the member has MOST searches already, or the address says nothing."""

    saved: SavedSearch | None
    created: bool = False


def tidy_address(asked: str) -> str:
    """The query string of a library page without its page number and what is empty; "" for one that is too long."""
    pairs = [(name, value) for name, value in parse_qsl(asked.removeprefix("?")) if name not in ("page", "tick")]
    clean = urlencode(pairs)
    return clean if len(clean) <= LONGEST else ""


def save_search(*, member: Membership, name: str, asked: str, visibility: str = Visibility.PRIVATE) -> Kept:
    """Keep the address under the name; the member's own search of this name gets the new address."""
    asked = tidy_address(asked)
    mine = SavedSearch.objects.visible_to(member).filter(owner=member.user)
    if not asked:
        return Kept(None)
    same = mine.filter(name=name).first()
    if same:
        same.asked, same.visibility = asked, visibility
        same.save(update_fields=["asked", "visibility"])
        return Kept(same)
    if mine.count() >= MOST:
        return Kept(None)
    made = SavedSearch.objects.create(
        team=member.team, owner=member.user, name=name, asked=asked, visibility=visibility
    )
    return Kept(made, created=True)

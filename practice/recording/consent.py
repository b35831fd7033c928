"""What a speaker agrees to when a recording goes to the server, word for word. Pure."""

from datetime import date

PRIVATE, COACHES, TEAM = "private", "coaches", "team"


def sentence(*, team: str, personal: bool, visibility: str, delete_on: date, picture: bool) -> str:
    """The very words that are shown, agreed to and stored. `picture`: there is one with the sound."""
    what = "my speech, with its picture," if picture else "my speech"
    return (
        f"This recording of {what} goes to my team’s server. {_who(team, personal, visibility)} can "
        f"{'see and hear' if picture else 'hear'} it. It is deleted there by itself on {day(delete_on)}. "
        "I can take it back before that at any time, and then it is deleted at once."
    )


def _who(team: str, personal: bool, visibility: str) -> str:
    if personal or visibility == PRIVATE:
        return "Only I"
    return f"I and the coaches of {team}" if visibility == COACHES else f"Everybody in {team}"


def day(value: date) -> str:
    """ "4 March 2026"."""
    return f"{value.day} {value:%B %Y}"

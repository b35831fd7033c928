"""What a speaker agrees to when a recording goes to the server, word for word. Pure."""

from datetime import date

PRIVATE, COACHES, TEAM = "private", "coaches", "team"


def sentence(*, team: str, personal: bool, visibility: str, delete_on: date) -> str:
    """The very words that are shown, agreed to and stored."""
    return (
        f"This recording of my speech goes to my team’s server. {who_hears(team, personal, visibility)} "
        f"It is deleted there by itself on {day(delete_on)}. "
        "I can take it back before that at any time, and then it is deleted at once."
    )


def who_hears(team: str, personal: bool, visibility: str) -> str:
    if personal or visibility == PRIVATE:
        return "Only I can hear it."
    if visibility == COACHES:
        return f"I and the coaches of {team} can hear it."
    return f"Everybody in {team} can hear it."


def day(value: date) -> str:
    """ "4 March 2026"."""
    return f"{value.day} {value:%B %Y}"

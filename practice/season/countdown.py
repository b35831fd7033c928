"""How far off a tournament is, in days and in words. Pure."""

from datetime import date


def days_to(first: date, today: date) -> int:
    """Days until its first day; below zero once that is past."""
    return (first - today).days


def in_words(first: date, last: date, today: date) -> str:
    """ "12 days to go", "tomorrow", "today", "day 2 of 3", "over"."""
    if today > last:
        return "over"
    left = days_to(first, today)
    if left > 1:
        return f"{left} days to go"
    if left == 1:
        return "tomorrow"
    length = (last - first).days + 1
    return "today" if length == 1 else f"day {1 - left} of {length}"


def dates(first: date, last: date) -> str:
    """ "14 Mar 2026", "14–16 Mar 2026", "30 Mar – 1 Apr 2026", "30 Dec 2026 – 2 Jan 2027"."""
    end = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%b} {first.year} – {end}"
    return f"{first.day}–{end}" if first.month == last.month else f"{first.day} {first:%b} – {end}"

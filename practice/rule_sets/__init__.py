"""The rules of an event as data: read, told in words, a team's own."""

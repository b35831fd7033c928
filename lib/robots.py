"""What a site's robots.txt lets us read (RFC 9309). Nothing here fetches or knows Django."""

import re

from protego import Protego

_AGENT = re.compile(
    r"^[ \t]*(?:user-?agent|user agent)[ \t]*:?[ \t]*(?P<agents>[^#\r\n]*)", re.IGNORECASE | re.MULTILINE
)


class Rules:
    """The rules for `agent` in the text of a robots.txt."""

    def __init__(self, text: str, agent: str) -> None:
        self._agent = agent
        self._rules = Protego.parse(_AGENT.sub(self._ours_or_another, text))

    def allow(self, url: str) -> bool:
        return bool(self._rules.can_fetch(url, self._agent))

    def _ours_or_another(self, found: re.Match[str]) -> str:
        """Thousands of groups for other robots would cost their number times that of the rules: they are made one."""
        name = found["agents"].strip().lower()
        plain = name.replace("*", "")
        return f"User-agent: {name}" if self._agent.lower().startswith(plain) else "User-agent: another"

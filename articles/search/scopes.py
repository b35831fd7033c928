"""Words of the index that nobody can type: who may find a document, and the marks that author:, publisher: and tag:
look for. They begin with a colon, which no folded word holds."""

from collections.abc import Iterable

from articles.search.folding import folded_words, placed_words


def team_word(team_id: int) -> str:
    """Everybody in the team."""
    return f":team{team_id}"


def coaches_word(team_id: int) -> str:
    """Those who read what is shared with the coaches."""
    return f":coach{team_id}"


def own_word(team_id: int, user_id: int) -> str:
    """One member alone."""
    return f":own{team_id}x{user_id}"


def attached_scope(*, team_id: int, owner_id: int, visibility: str) -> str:
    """The scope of a note or card: its owner finds it in any case."""
    if visibility == "team":
        return team_word(team_id)
    own = own_word(team_id, owner_id)
    return f"{coaches_word(team_id)} {own}" if visibility == "coaches" else own


def article_scope(*, team_id: int, byline: Iterable[str], publisher: str, tags: Iterable[str]) -> str:
    """The scope of an article. Who of the team may see it is asked of its row, which changes in many ways."""
    marks = [mark("author", word) for name in byline for word in _words(name)]
    marks += [mark("publisher", word) for word in _words(publisher)]
    marks += [mark("tag", "".join(folded_words(tag))) for tag in tags]
    return " ".join(dict.fromkeys([team_word(team_id), *marks]))


def _words(name: str) -> list[str]:
    """The words of a name, and the parts of a double one."""
    return [w for placed in placed_words(name) for w in (*placed.folded.words, *placed.folded.parts)]


def mark(where: str, word: str) -> str:
    """The word by which "author", "publisher" or "tag" finds the article."""
    return f":{where}:{word}"

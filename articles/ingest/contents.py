"""One file read for a library: publishers by the team's names for them, everything cut to what the columns hold."""

from dataclasses import replace

from articles.ingest import formats
from articles.ingest.draft import Contents, Draft, Sent, Unreadable
from articles.ingest.fitting import fitted, fitted_questions
from articles.ingest.register import Register


def contents_of(sent: Sent) -> Contents:
    """What one file holds, ready for the library. Raises Unreadable."""
    return ready(formats.read(sent), sent.register)


def ready(contents: Contents, register: Register) -> Contents:
    """What was read, with publishers by the team's names and cut to fit. Raises Unreadable where there is nothing."""
    if not contents.drafts and not contents.questions:
        raise Unreadable("nothing", "There is no article and no question in this file.")
    drafts = tuple(_filed(draft, register) for draft in contents.drafts)
    return fitted_questions(replace(contents, drafts=drafts))


def _filed(draft: Draft, register: Register) -> Draft:
    return fitted(replace(draft, publisher=register.canonical(draft.publisher)))

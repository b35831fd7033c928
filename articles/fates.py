"""What may become of a draft that is like something the library has: added, a correction of that, left out.

A form carries the choice as `add`, `leave`, `restore <article>` or `correct <article> <revision>`; the number of the
revision says which text the draft was compared with.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from articles.comparing import Stretch, Tally, compare, tally
from articles.ingest.addresses import url_key
from articles.models import Article
from articles.rendering import Rendered
from articles.storing.known import Known, Where, earlier_texts, known
from articles.storing.likeness import Near, Text, alike
from lib.keys import as_uuids
from lib.text import fingerprint
from teams.models import Membership
from teams.policy import Action

ADD, LEAVE, CORRECT, RESTORE = "add", "leave", "correct", "restore"
_MOST = 3  # articles that one draft is compared with


@dataclass(frozen=True)
class Asked:
    """A draft as it stands in a form; `fate` is what was chosen for it there."""

    rendered: Rendered
    url: str
    fate: str = ""


@dataclass(frozen=True)
class Like:
    """An article that a draft is like, and what differs, the article's text first; nothing where too much does."""

    near: Near
    number: int
    may_correct: bool
    differing: tuple[Stretch, ...] = ()

    @property
    def article(self) -> Article:
        return self.near.article

    @property
    def fate(self) -> str:
        return f"{CORRECT} {self.article.pk} {self.number}"

    @property
    def tally(self) -> Tally:
        return tally(self.differing)


@dataclass(frozen=True)
class Found:
    """What the library has for one draft. `same` has its very text, and so there is nothing to choose."""

    same: Known | None = None
    likes: tuple[Like, ...] = ()
    binned: Article | None = None
    may_restore: bool = False
    sends_in: bool = False
    missed: bool = False  # what was chosen names an article

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each fate with its words; empty where nobody has to choose."""
        if not (self.likes or self.binned or self.missed):
            return []
        made = [(like.fate, f"As a correction of “{like.article}”") for like in self.likes if like.may_correct]
        if self.binned and self.may_restore:
            made.insert(0, (f"{RESTORE} {self.binned.pk}", f"Take “{self.binned}” out of the trash"))
        return [*made, (ADD, "Send it in anyway" if self.sends_in else "Add it anyway"), (LEAVE, "Leave it out")]

    @property
    def corrects(self) -> bool:
        return any(like.may_correct for like in self.likes)

    @property
    def likeliest(self) -> str:
        """The fate that is chosen at first: a correction, where address and text say so. Else the person is asked."""
        sure = [like for like in self.likes if like.may_correct and like.near.same_address and like.near.close]
        return sure[0].fate if len(sure) == 1 and not self.binned else ""


def found_for(*, member: Membership, drafts: Sequence[Asked]) -> list[Found]:
    """What the library has for each of the drafts. Seven queries for up to a hundred."""
    prints = [fingerprint(draft.rendered.text) for draft in drafts]
    standing = known(member=member, prints=prints)
    texts = [Text(draft.rendered.text, url_key(draft.url), tuple(_named(draft.fate))) for draft in drafts]
    nears = alike(member=member, texts=texts)
    hashes = [hashlib.sha256(draft.rendered.text.encode("utf-8", "surrogatepass")).hexdigest() for draft in drafts]
    earlier = earlier_texts(articles=[near.article for found in nears for near in found], hashes=hashes)
    edits = member.may(Action.EDIT_ARTICLES)
    mine = Article.objects.editable_by(member) if edits else Article.objects.none()
    editable = set(mine.filter(pk__in={n.article.pk for f in nears for n in f}).values_list("pk", flat=True))
    found = []
    for draft, print_, hash_, near in zip(drafts, prints, hashes, nears, strict=True):
        there = standing.get(print_)
        before = next((one.article for one in near if (one.article.pk, hash_) in earlier), None)
        if there and there.where is not Where.TRASH:
            found.append(Found(there))
        elif before:
            found.append(Found(Known(before, Where.EARLIER)))
        else:
            likes = tuple(_like(one, draft.rendered, one.article.pk in editable) for one in near[:_MOST])
            sends_in = not member.may(Action.ADD_ARTICLES)
            found.append(
                Found(None, likes, there.article if there else None, edits, sends_in, bool(_named(draft.fate)))
            )
    return found


def _named(fate: str) -> list[UUID]:
    """The article that a fate names, if it does."""
    return as_uuids(fate.split()[1:2])


def _like(near: Near, rendered: Rendered, may_correct: bool) -> Like:
    current = near.article.current
    if current is None:  # alike() gives only articles with a text
        raise ValueError(f"{near.article.pk} has no text")
    differing = compare(current.text, rendered.text) if near.close else ()
    return Like(near, current.number, may_correct, differing)

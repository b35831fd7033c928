"""The preview of what was read: a form a draft and the files it came from, all in the page and nothing stored.

The page carries the original bytes, so that a restart of the server between preview and confirmation loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.safestring import SafeString

from articles import details
from articles.correcting import correct
from articles.fates import RESTORE, Asked, found_for
from articles.forms import DraftForm
from articles.ingest.draft import Caution, Draft, Unreadable
from articles.models import Area, Article
from articles.rendering import Rendered, TooLong, render
from articles.shown import shown
from articles.storing.known import Known
from articles.storing.pipeline import import_article
from articles.storing.uploads import MOST_DRAFTS, Reading, Refused, Upload, read_one
from lib.keys import whole
from lib.text import word_count
from teams.models import Membership
from teams.policy import Action

_MOST_UPLOADS = 200


@dataclass(frozen=True)
class Offer:
    """One draft on the preview page. `known` says which article of the library has this text."""

    form: DraftForm
    upload: Upload
    upload_number: int
    place: int
    look: SafeString
    paragraphs: int
    words: int
    known: Known | None = None

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)


@dataclass(frozen=True)
class Preview:
    uploads: tuple[Upload, ...]
    offers: tuple[Offer, ...]
    refused: tuple[Refused, ...] = ()
    cautions: tuple[tuple[str, Caution], ...] = ()

    @property
    def new(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if not offer.known)

    @property
    def known(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.known)

    @property
    def room(self) -> int:
        """One more than the highest number of a draft in the form."""
        return max((int(offer.prefix.rpartition("-")[2]) + 1 for offer in self.new), default=0)

    @property
    def choices(self) -> bool:
        return any("fate" in offer.form.fields for offer in self.new)

    @property
    def failed(self) -> tuple[Offer, ...]:
        """Offers whose form has errors; asking validates every form."""
        return tuple(offer for offer in self.new if not offer.form.is_valid())

    @property
    def overtaken(self) -> bool:
        return any(offer.form.overtaken for offer in self.new)


@dataclass(frozen=True)
class Outcome:
    """`overtaken` counts corrections that came too late: the text had been corrected meanwhile."""

    added: tuple[Article, ...] = ()
    there: tuple[Article, ...] = ()
    corrected: tuple[Article, ...] = ()
    restored: tuple[Article, ...] = ()
    left_out: int = 0
    overtaken: int = 0


def first_preview(
    reading: Reading, *, member: Membership, areas: Sequence[Area], filed: Sequence[Area] = ()
) -> Preview:
    """The forms as they are first shown, filled with what was read."""
    made = [render(read.draft.body) for read in reading.read]
    asked = [Asked(rendered, read.draft.url) for rendered, read in zip(made, reading.read, strict=True)]
    offers: list[Offer] = []
    for read, rendered, found in zip(reading.read, made, found_for(member=member, drafts=asked), strict=True):
        # Only what is new comes back in the form, so only that is counted.
        prefix = "known" if found.same else f"draft-{sum(not offer.known for offer in offers)}"
        form = DraftForm(areas=areas, draft=read.draft, filed=filed, prefix=prefix, found=found)
        offers.append(_offer(form, reading.uploads[read.upload], read.upload, read.place, rendered))
    return Preview(reading.uploads, tuple(offers), reading.refused, reading.cautions)


def sent_preview(post: Mapping[str, Any], *, member: Membership, areas: Sequence[Area]) -> Preview:
    """The forms as they came back. A draft is read again from its bytes, to know what was changed by hand."""
    uploads = tuple(
        Upload.from_base64(post.get(f"file-{i}-name", "")[:255], post.get(f"file-{i}-data", ""))
        for i in range(_number(post.get("files"), _MOST_UPLOADS))
    )
    numbers = range(_number(post.get("drafts"), MOST_DRAFTS))
    prefixes = [f"draft-{number}" for number in numbers if f"draft-{number}-file" in post]
    made = [_rendered(post.get(f"{prefix}-body", "")) for prefix in prefixes]
    asked = [
        Asked(rendered, post.get(f"{prefix}-url", ""), post.get(f"{prefix}-fate", ""))
        for prefix, rendered in zip(prefixes, made, strict=True)
    ]
    offers = []
    for prefix, rendered, found in zip(prefixes, made, found_for(member=member, drafts=asked), strict=True):
        at, place = _number(post.get(f"{prefix}-file"), 10_000), _number(post.get(f"{prefix}-place"), 10_000)
        upload = uploads[at] if at < len(uploads) else Upload("", b"")
        form = DraftForm(post, areas=areas, draft=_detected(upload, place), prefix=prefix, found=found)
        offers.append(_offer(form, upload, at, place, rendered))
    return Preview(uploads, tuple(offers))


def confirm(preview: Preview, *, member: Membership) -> Outcome:
    """Do with every offer what was chosen, each in a transaction of its own. Every form is valid."""
    done: dict[str, list[Article]] = {"added": [], "there": [], "corrected": [], "restored": []}
    left_out = overtaken = 0
    for offer in preview.offers:
        if not offer.form.taken:
            left_out += 1
        elif (became := _store(offer, member)) is None:
            overtaken += 1
        else:
            how, article = became
            done[how].append(article)
    return Outcome(**{how: tuple(articles) for how, articles in done.items()}, left_out=left_out, overtaken=overtaken)


def _store(offer: Offer, member: Membership) -> tuple[str, Article] | None:
    """What became of one offer, and the article; None where it was corrected from a text that is not the newest."""
    if offer.known:
        return "there", offer.known.article
    form, fate = offer.form, offer.form.chosen
    if fate.startswith(RESTORE) and form.found.binned:
        return ("restored" if details.restore(article=form.found.binned) else "there"), form.found.binned
    try:
        with transaction.atomic():
            areas = form.chosen_areas(member.team)
            if like := next((like for like in form.found.likes if like.fate == fate), None):
                article = correct(
                    member=member,
                    article=like.article,
                    draft=form.draft(),
                    number=like.number,
                    original=offer.upload.data,
                    name=offer.upload.name,
                    areas=areas,
                )
                return ("corrected", article) if article else None
            return _import(offer, member, areas)
    except IntegrityError:  # the text came to stand in another article between our look and our writing
        with transaction.atomic():
            return _import(offer, member, form.chosen_areas(member.team))


def _import(offer: Offer, member: Membership, areas: Sequence[Area]) -> tuple[str, Article]:
    imported = import_article(
        member=member,
        draft=offer.form.draft(),
        original=offer.upload.data,
        name=offer.upload.name,
        areas=areas,
        waiting=not member.may(Action.ADD_ARTICLES),
    )
    return "added" if imported.created else "there", imported.article


def _offer(form: DraftForm, upload: Upload, number: int, place: int, rendered: Rendered) -> Offer:
    return Offer(
        form=form,
        upload=upload,
        upload_number=number,
        place=place,
        look=shown(rendered),
        paragraphs=rendered.html.count("<p>"),
        words=word_count(rendered.text),
        known=form.found.same,
    )


def _detected(upload: Upload, place: int) -> Draft | None:
    try:
        drafts = read_one(upload).drafts
    except Unreadable:
        return None
    return drafts[place] if place < len(drafts) else None


def _rendered(body: str) -> Rendered:
    try:
        return render(body)
    except TooLong:
        return Rendered("", "")


def _number(text: Any, most: int) -> int:
    """A count from a form: 0 to `most`, whatever was sent."""
    return min(whole(text, 8), most) if isinstance(text, str) else 0

"""The preview of what was read: a form a draft and the files it came from, all in the page and nothing stored.

The page carries the original bytes, so that a restart of the server between preview and confirmation loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.safestring import SafeString

from articles.forms import DraftForm
from articles.ingest.draft import Draft, Unreadable
from articles.models import Area, Article
from articles.rendering import Rendered, TooLong, render
from articles.shown import shown
from articles.storing.pipeline import Imported, find_same, import_article
from articles.storing.uploads import MOST_DRAFTS, Reading, Refused, Upload, read_one
from lib.text import word_count
from teams.models import Membership

_MOST_UPLOADS = 200


@dataclass(frozen=True)
class Offer:
    """One draft on the preview page. `already` is the article of the library that has this text."""

    form: DraftForm
    upload: Upload
    upload_number: int
    place: int
    look: SafeString
    paragraphs: int
    words: int
    already: Article | None = None

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)


@dataclass(frozen=True)
class Preview:
    uploads: tuple[Upload, ...]
    offers: tuple[Offer, ...]
    refused: tuple[Refused, ...] = ()

    @property
    def new(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if not offer.already)

    @property
    def known(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.already)

    @property
    def failed(self) -> tuple[Offer, ...]:
        """Offers whose form has errors; asking validates every form."""
        return tuple(offer for offer in self.offers if not offer.form.is_valid())


@dataclass(frozen=True)
class Outcome:
    added: tuple[Article, ...]
    there: tuple[Article, ...]
    left_out: int


def first_preview(
    reading: Reading, *, member: Membership, areas: Sequence[Area], filed: Sequence[Area] = ()
) -> Preview:
    """The forms as they are first shown, filled with what was read."""
    offers: list[Offer] = []
    for read in reading.read:
        rendered = render(read.draft.body)
        same = find_same(member=member, draft=read.draft, rendered=rendered)
        # Only what is new comes back in the form, so only that is counted.
        prefix = "known" if same else f"draft-{sum(not offer.already for offer in offers)}"
        form = DraftForm(areas=areas, draft=read.draft, filed=filed, prefix=prefix)
        offers.append(_offer(form, reading.uploads[read.upload], read.upload, read.place, rendered, same))
    return Preview(reading.uploads, tuple(offers), reading.refused)


def sent_preview(post: Mapping[str, Any], *, areas: Sequence[Area]) -> Preview:
    """The forms as they came back. A draft is read again from its bytes, to know what was changed by hand."""
    uploads = tuple(
        Upload.from_base64(post.get(f"file-{i}-name", "")[:255], post.get(f"file-{i}-data", ""))
        for i in range(_number(post.get("files"), _MOST_UPLOADS))
    )
    offers = []
    for number in range(_number(post.get("drafts"), MOST_DRAFTS)):
        prefix = f"draft-{number}"
        at, place = _number(post.get(f"{prefix}-file"), 10_000), _number(post.get(f"{prefix}-place"), 10_000)
        upload = uploads[at] if at < len(uploads) else Upload("", b"")
        form = DraftForm(post, areas=areas, draft=_detected(upload, place), prefix=prefix)
        offers.append(_offer(form, upload, at, place, _rendered(form["body"].value() or "")))
    return Preview(uploads, tuple(offers))


def confirm(preview: Preview, *, member: Membership) -> Outcome:
    """Store every offer that is taken, each in a transaction of its own. Every form is valid."""
    results: list[Imported] = []
    for offer in preview.offers:
        if not offer.form.taken:
            continue
        with transaction.atomic():
            chosen = offer.form.chosen_areas(member.team)
            results.append(
                import_article(
                    member=member,
                    draft=offer.form.draft(),
                    original=offer.upload.data,
                    name=offer.upload.name,
                    areas=chosen,
                )
            )
    return Outcome(
        added=tuple(result.article for result in results if result.created),
        there=tuple(result.article for result in results if not result.created),
        left_out=len(preview.offers) - len(results),
    )


def _offer(
    form: DraftForm, upload: Upload, number: int, place: int, rendered: Rendered, same: Article | None = None
) -> Offer:
    return Offer(
        form=form,
        upload=upload,
        upload_number=number,
        place=place,
        look=shown(rendered),
        paragraphs=rendered.html.count("<p>"),
        words=word_count(rendered.text),
        already=same,
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
    return min(int(text), most) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 9 else 0

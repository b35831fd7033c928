"""A file that is the text of an article, or of one that was merged away: what hangs on it keeps its place."""

import pytest

from articles.models import Article
from articles.storing.pipeline import Incoming, import_many, revise
from evidence.anchoring import State
from evidence.attaching import Selection, attach_note
from evidence.merging import merge, take_apart
from evidence.models import Placement
from evidence.reading import read
from teams.access import Visibility
from tests import make
from tests.articles.test_add import look
from tests.articles.test_add_alike import LINES, corrected, file_of, send, stored

pytestmark = pytest.mark.django_db


def note(member, article, exact: str):
    selection = Selection(exact)
    return attach_note(
        member=member, article=article, body="Why?", selection=selection, visibility=Visibility.TEAM
    ).row


def test_a_correction_from_a_file_places_every_passage(cast, as_member):
    article = stored(cast, as_member)
    stays = note(cast.bob, article, LINES[1])
    changed = note(cast.bob, article, LINES[3])
    client = as_member(cast.alice)
    send(client, cast, look(client, cast, pasted=corrected()))
    article = Article.objects.get(pk=article.pk)
    states = {a.row.pk: a.state for block in read(article=article, member=cast.bob).blocks for a in block.annotations}
    assert states == {stays.pk: State.EXACT, changed.pk: State.CHANGED}


def test_no_verb_that_corrects_forgets_the_passages(cast, as_member):
    article = stored(cast, as_member)
    note(cast.bob, article, LINES[1])
    revision = revise(member=cast.alice, article=article, markdown="Nothing of that.", original=b"x")
    assert [(row.revision_id, row.state) for row in Placement.objects.all()] == [(revision.pk, "orphan")]


@pytest.fixture
def merged(cast):
    stays = make.article(member=cast.alice, title="Ports Reopen")
    gone = make.article(member=cast.erin, title="A Harbour Opens", body="\n\n".join(LINES))
    return merge(member=cast.alice, stays=stays, gone=gone).merge


def test_a_text_that_was_merged_away_is_refused_with_a_link_to_where_it_is(cast, as_member, merged):
    shown = look(as_member(cast.alice), cast, pasted=file_of())
    preview = shown.context_data["preview"]
    assert (preview.new, [offer.known.article for offer in preview.known]) == ((), [merged.stays])
    page = shown.content.decode()
    assert f'<a href="{merged.stays.get_absolute_url()}">Ports Reopen</a>' in page
    assert "was merged into this article" in page


def test_it_is_not_stored_without_a_look_either(cast, merged):
    draft = make.draft(body="\n\n".join(LINES))
    made = import_many(member=cast.erin, incoming=[Incoming(draft, b"x"), Incoming(draft, b"x", again=True)])
    assert [(one.article, one.created) for one in made] == [(merged.stays, False)] * 2
    assert Article.objects.count() == 2


def test_where_the_other_lies_in_the_trash_that_is_restored(cast, as_member, merged):
    merged.stays.remove(by=cast.alice.user)
    client = as_member(cast.alice)
    shown = look(client, cast, pasted=file_of())
    (offer,) = shown.context_data["preview"].new
    assert offer.form.found.binned == merged.stays
    send(client, cast, shown, **{"draft-0-fate": f"restore {merged.stays.pk}"})
    assert set(Article.objects.filter(deleted_at=None)) == {merged.stays}


def test_taken_apart_it_is_there_itself(cast, as_member, merged):
    take_apart(member=cast.alice, merge=merged)
    (offer,) = look(as_member(cast.alice), cast, pasted=file_of()).context_data["preview"].known
    assert (offer.known.article, offer.known.where) == (merged.gone, "library")

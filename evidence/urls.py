"""Addresses of the evidence room."""

from django.urls import path

from evidence.models import Card, Note
from evidence.views import (
    attaching,
    cards,
    cutting,
    finding,
    keeping,
    merging,
    picking,
    reading,
    reattaching,
    remarks,
    taking_out,
)

app_name = "evidence"

urlpatterns = [
    path("library/<uuid:article_id>/", reading.reader, name="reader"),
    path("library/<uuid:article_id>/revise/", reading.revise, name="revise"),
    path("library/<uuid:article_id>/revisions/<int:number>/", reading.revision, name="revision"),
    path("library/<uuid:article_id>/revisions/<int:number>/original/", reading.original, name="original"),
    path("library/<uuid:article_id>/passage/", attaching.passage, name="passage"),
    path("library/<uuid:article_id>/notes/", attaching.add_note, name="add_note"),
    path("library/<uuid:article_id>/cards/", attaching.add_card, name="add_card"),
    path("library/<uuid:article_id>/merge/", merging.merging, name="merging"),
    path("library/<uuid:article_id>/unmerge/", merging.unmerge, name="unmerge"),
    path("evidence/", finding.cards, name="cards"),
    path("evidence/sentences/", picking.sentences, name="sentences"),
    path("evidence/out/", taking_out.take_out, name="take_out"),
    path("evidence/out/file/", taking_out.file, name="taken_out"),
    path("evidence/notes/", finding.notes, name="notes"),
    path("evidence/trash/", finding.trash, name="trash"),
    path("evidence/notes/<uuid:pk>/", keeping.note, name="note"),
    path("evidence/notes/<uuid:pk>/edit/", keeping.edit_note, name="edit_note"),
    path("evidence/notes/<uuid:pk>/remove/", keeping.remove, {"model": Note}, name="remove_note"),
    path("evidence/notes/<uuid:pk>/restore/", keeping.restore, {"model": Note}, name="restore_note"),
    path("evidence/notes/<uuid:pk>/place/", reattaching.place, {"model": Note}, name="place_note"),
    path("evidence/notes/<uuid:pk>/replies/", remarks.say, {"model": Note}, name="reply"),
    path("evidence/cards/<uuid:pk>/comments/", remarks.say, {"model": Card}, name="comment"),
    path("evidence/cards/<uuid:pk>/approve/", remarks.approve, name="approve"),
    path("evidence/remarks/<uuid:pk>/edit/", remarks.edit_remark, name="edit_remark"),
    path("evidence/remarks/<uuid:pk>/remove/", remarks.remove_remark, name="remove_remark"),
    path("evidence/remarks/<uuid:pk>/restore/", remarks.restore_remark, name="restore_remark"),
    path("evidence/for-you/", remarks.for_you, name="for_you"),
    path("evidence/for-you/looked/", remarks.looked, name="looked"),
    path("evidence/cards/<uuid:pk>/", cards.card, name="card"),
    path("evidence/cards/<uuid:pk>/edit/", cards.edit_card, name="edit_card"),
    path("evidence/cards/<uuid:pk>/cut/", cutting.cut, name="cut"),
    path("evidence/cards/<uuid:pk>/aloud/", cutting.aloud, name="aloud"),
    path("evidence/cards/<uuid:pk>/check/", cards.check, name="check_card"),
    path("evidence/cards/<uuid:pk>/copy/", cards.copy, name="copy_card"),
    path("evidence/cards/<uuid:pk>/history/", cards.history, name="history"),
    path("evidence/cards/<uuid:pk>/history/<int:number>/restore/", cards.restore_version, name="restore_version"),
    path("evidence/cards/<uuid:pk>/place/", reattaching.place, {"model": Card}, name="place_card"),
    path("evidence/cards/<uuid:pk>/remove/", keeping.remove, {"model": Card}, name="remove_card"),
    path("evidence/cards/<uuid:pk>/restore/", keeping.restore, {"model": Card}, name="restore_card"),
]

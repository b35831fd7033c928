"""Addresses of the articles room."""

from django.urls import path

from articles.views import add, batches, clean, details, publishers, questions, searches, synonyms, tidying
from articles.views.library import from_a_question, library

app_name = "articles"

urlpatterns = [
    path("library/", library, name="library"),
    path("library/add/", add.add, name="add"),
    path("library/add/preview/", add.preview, name="preview"),
    path("library/add/confirm/", add.confirm, name="confirm"),
    path("library/added/", add.outcome, name="outcome"),
    path("library/batches/", batches.batches, name="batches"),
    path("library/batches/<uuid:batch_id>/", batches.batch, name="batch"),
    path("library/batches/<uuid:batch_id>/files/", batches.add_to_batch, name="add_to_batch"),
    path("library/batches/<uuid:batch_id>/seal/", batches.seal_batch, name="seal_batch"),
    path("library/batches/<uuid:batch_id>/work/", batches.work_batch, name="work_batch"),
    path("library/batches/<uuid:batch_id>/again/", batches.try_batch_again, name="try_batch_again"),
    path("library/batches/<uuid:batch_id>/take-back/", batches.take_back_batch, name="take_back_batch"),
    path("library/batches/<uuid:batch_id>/put-back/", batches.put_back_batch, name="put_back_batch"),
    path("library/trash/", details.trash, name="trash"),
    path("library/<uuid:article_id>/clean/", clean.clean, name="clean"),
    path("library/<uuid:article_id>/details/", details.details, name="details"),
    path("library/<uuid:article_id>/remove/", details.remove, name="remove"),
    path("library/<uuid:article_id>/restore/", details.restore, name="restore"),
    path("library/tidy/", tidying.tidy_up, name="tidy"),
    path("library/tidy/<slug:token>/undo/", tidying.undo_tidy, name="undo_tidy"),
    path("library/searches/", searches.searches, name="searches"),
    path("library/searches/save/", searches.save, name="save_search"),
    path("library/searches/<uuid:pk>/", searches.edit_search, name="edit_search"),
    path("library/searches/<uuid:pk>/remove/", searches.remove_search, name="remove_search"),
    path("library/searches/<uuid:pk>/restore/", searches.restore_search, name="restore_search"),
    path("library/from-a-question/", from_a_question, name="from_a_question"),
    path("library/synonyms/", synonyms.synonyms, name="synonyms"),
    path("library/synonyms/add/", synonyms.add_synonyms, name="add_synonyms"),
    path("library/synonyms/restore/", synonyms.restore_synonyms, name="restore_synonyms"),
    path("library/synonyms/<int:pk>/", synonyms.edit_synonyms, name="edit_synonyms"),
    path("library/synonyms/<int:pk>/remove/", synonyms.remove_synonyms, name="remove_synonyms"),
    path("library/synonyms/shipped/<slug:key>/", synonyms.change_shipped, name="change_shipped"),
    path("library/synonyms/shipped/<slug:key>/switch/", synonyms.switch_shipped, name="switch_shipped"),
    path("library/publishers/", publishers.publishers, name="publishers"),
    path("library/publishers/add/", publishers.add_publisher, name="add_publisher"),
    path("library/publishers/<int:pk>/", publishers.edit_publisher, name="edit_publisher"),
    path("library/publishers/<int:pk>/remove/", publishers.remove_publisher, name="remove_publisher"),
    path("questions/", questions.questions, name="questions"),
    path("questions/add/", questions.add_questions, name="add_questions"),
    path("questions/areas/add/", questions.add_area, name="add_area"),
    path("questions/areas/usual/", questions.usual_areas, name="usual_areas"),
    path("questions/<uuid:question_id>/retire/", questions.retire, name="retire"),
    path("questions/<uuid:question_id>/unretire/", questions.unretire, name="unretire"),
]

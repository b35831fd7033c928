"""Addresses of the evidence room."""

from django.urls import path

from evidence import views

app_name = "evidence"

urlpatterns = [
    path("library/<uuid:article_id>/", views.reader, name="reader"),
    path("evidence/", views.cards, name="cards"),
]

"""Addresses of the articles room."""

from django.urls import path

from articles import views

app_name = "articles"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/add/", views.add, name="add"),
]

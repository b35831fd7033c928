"""Addresses of the practice room."""

from django.urls import path

from practice import views

app_name = "practice"

urlpatterns = [
    path("practice/", views.practice, name="practice"),
    path("practice/<uuid:round_id>/", views.round, name="round"),
]

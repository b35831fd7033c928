"""Addresses of the teams room."""

from django.urls import path

from teams import views

app_name = "teams"

urlpatterns = [
    path("teams/", views.mine, name="mine"),
    path("account/", views.account, name="account"),
    path("t/<slug:team>/team/", views.team, name="team"),
]

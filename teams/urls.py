"""Addresses of the teams room."""

from django.urls import path

from teams import token_views, views

app_name = "teams"

urlpatterns = [
    path("teams/", views.mine, name="mine"),
    path("teams/join/", views.join, name="join"),
    path("teams/make/", views.make, name="make"),
    path("teams/alone/", views.alone, name="alone"),
    path("account/", token_views.account, name="account"),
    path("account/tokens/make/", token_views.make_token, name="make_token"),
    path("account/tokens/<uuid:pk>/revoke/", token_views.revoke_token, name="revoke_token"),
    path("t/<slug:team>/switch/", views.switch, name="switch"),
    path("t/<slug:team>/team/", views.team, name="team"),
    path("t/<slug:team>/team/rename/", views.rename, name="rename"),
    path("t/<slug:team>/team/links/", views.allow_links, name="allow_links"),
    path("t/<slug:team>/team/room-code/", views.change_room_code, name="change_room_code"),
    path("t/<slug:team>/team/leave/", views.leave, name="leave"),
    path("t/<slug:team>/team/codes/", views.make_code, name="make_code"),
    path("t/<slug:team>/team/codes/<uuid:code_id>/revoke/", views.revoke_code, name="revoke_code"),
    path("t/<slug:team>/team/members/<uuid:member_id>/role/", views.give_role, name="give_role"),
    path("t/<slug:team>/team/members/<uuid:member_id>/remove/", views.remove, name="remove"),
]

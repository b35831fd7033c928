"""Every address of the site. What needs no login is listed in tests/test_access.py."""

from django.contrib import admin
from django.urls import include, path

from evidence.views import links
from extemp import transfer_views, views
from extemp.api.site import documentation, openapi, routes

handler403 = views.not_yours
handler404 = views.not_here
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("kept/", views.kept, name="kept"),
    path("shown/<str:token>/", links.shown, name="shown"),
    path("patterns/", views.patterns, name="patterns"),
    path("api/", documentation, name="api"),
    path("api/openapi.json", openapi, name="openapi"),
    path("api/v1/", routes()),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("teams.urls")),
    path("t/<slug:team>/", views.team_home, name="team_home"),
    path("t/<slug:team>/out-and-in/", transfer_views.out_and_in, name="out_and_in"),
    path("t/<slug:team>/out-and-in/team.zip", transfer_views.team_file, name="team_file"),
    path("t/<slug:team>/out-and-in/mine.zip", transfer_views.own_file, name="own_file"),
    path("t/<slug:team>/out-and-in/send/", transfer_views.send_team, name="send_team"),
    path("t/<slug:team>/out-and-in/<uuid:pk>/", transfer_views.look, name="arriving"),
    path("t/<slug:team>/out-and-in/<uuid:pk>/bring/", transfer_views.bring_in, name="bring_in"),
    path("t/<slug:team>/out-and-in/<uuid:pk>/drop/", transfer_views.drop, name="drop_arriving"),
    path("t/<slug:team>/out-and-in/people/<int:user_id>/", transfer_views.this_is, name="this_is"),
    path("t/<slug:team>/out-and-in/people/<int:user_id>/hand-over/", transfer_views.hand_over, name="hand_over"),
    path("t/<slug:team>/", include("articles.urls")),
    path("t/<slug:team>/", include("evidence.urls")),
    path("t/<slug:team>/", include("practice.urls")),
]

"""Every address of the site. What needs no login is listed in tests/test_access.py."""

from django.contrib import admin
from django.urls import include, path

from extemp import views
from extemp.api.site import documentation, openapi, routes

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("kept/", views.kept, name="kept"),
    path("patterns/", views.patterns, name="patterns"),
    path("api/", documentation, name="api"),
    path("api/openapi.json", openapi, name="openapi"),
    path("api/v1/", routes()),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("teams.urls")),
    path("t/<slug:team>/", views.team_home, name="team_home"),
    path("t/<slug:team>/", include("articles.urls")),
    path("t/<slug:team>/", include("evidence.urls")),
    path("t/<slug:team>/", include("practice.urls")),
]

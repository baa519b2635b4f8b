"""Wires the apps together."""

from django.contrib import admin
from django.urls import include, path

from clusterhub.courier import courier_detail, courier_list, courier_page
from clusterhub.health import health
from clusterhub.home import home
from clusterhub.search.views import search_page

urlpatterns = [
    path("", home, name="home"),
    path("recherche/", search_page, name="search"),
    path("sante/", health, name="health"),
    path("courrier/", courier_list, name="courier_list"),
    path("courrier/<int:number>/", courier_detail, name="courier_detail"),
    path("courrier/<int:number>/page/", courier_page, name="courier_page"),
    path("administration/", admin.site.urls),
    path("", include("clusterhub.privacy.urls")),
    path("", include("clusterhub.mergers.urls")),
    path("", include("participants.urls")),
    path("", include("meetings.urls")),
    path("", include("actions.urls")),
    path("", include("minutes.urls")),
]

handler500 = "clusterhub.unavailable.server_error"

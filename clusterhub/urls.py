"""Wires the apps together."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from clusterhub.health import health

APPS = ("participants", "meetings", "actions", "minutes")

urlpatterns = [
    path("sante/", health, name="health"),
    path("administration/", admin.site.urls),
    *[path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")],
]
if find_spec("clusterhub.home"):
    from clusterhub.home import home  # noqa: PLC0415

    urlpatterns.insert(0, path("", home, name="home"))

handler500 = "clusterhub.unavailable.server_error"

"""The application's addresses, and beside them the floor that they are measured against."""

from django.urls import include, path

from bench import bare
from clusterhub.urls import handler500 as handler500

urlpatterns = [
    path("bare/meeting/<uuid:uuid>/", bare.meeting),
    path("bare/actions/", bare.actions),
    path("bare/my-actions/", bare.my_actions),
    path("bare/login/", bare.login),
    path("bare/save/<uuid:uuid>/", bare.save),
    path("", include("clusterhub.urls")),
]

from django.urls import path

from clusterhub.mergers import views

app_name = "mergers"

urlpatterns = [
    path("organisations/<uuid:uuid>/reunir/", views.organisation_choose, name="organisation_choose"),
    path("organisations/<uuid:uuid>/reunir/<uuid:other>/", views.organisation_merge, name="organisation_merge"),
    path("personnes/<uuid:uuid>/reunir/", views.person_choose, name="person_choose"),
    path("personnes/<uuid:uuid>/reunir/<uuid:other>/", views.person_merge, name="person_merge"),
]

from django.urls import path

from clusterhub.privacy import views

app_name = "privacy"

urlpatterns = [
    path("personnes/<uuid:uuid>/donnees/", views.person_export, name="person_export"),
    path("personnes/<uuid:uuid>/effacer/", views.person_erase, name="person_erase"),
    path("coordonnees/exports/", views.contact_exports, name="contact_exports"),
    path("coordonnees/consultations/", views.contact_views, name="contact_views"),
]

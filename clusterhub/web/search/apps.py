from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "clusterhub.web.search"
    label = "search"
    verbose_name = "Recherche"

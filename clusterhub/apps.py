from django.apps import AppConfig


class ClusterHubConfig(AppConfig):
    name = "clusterhub"
    verbose_name = "ClusterHub"

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "clusterhub.web"
    label = "web"
    verbose_name = "Pages"

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Points d’action"

    def ready(self) -> None:
        from actions import handlers  # noqa: F401, PLC0415  registers on the events of the floors below

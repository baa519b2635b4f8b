from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"
    verbose_name = "Comptes rendus"

    def ready(self) -> None:
        from minutes import handlers  # noqa: F401, PLC0415  registers on the events of the floors below

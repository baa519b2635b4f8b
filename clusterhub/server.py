"""Gunicorn's configuration: ``gunicorn --config python:clusterhub.server clusterhub.wsgi``.

Sync workers: with SQLite, threads make the slowest saves thirteen times slower. The application is loaded before the
workers are forked, which shares its memory; the PDF engine is not part of it and is imported on first use.
"""

import sys
from typing import Any

from gunicorn.glogging import Logger

from clusterhub.env import Env
from clusterhub.log import KeyMaskingFilter

env = Env()
bind = f"{env.text('BIND', '127.0.0.1')}:{env.number('PORT', 8000, at_least=1)}"
workers = env.number("WEB_CONCURRENCY", 2, at_least=1)
worker_class = "sync"
preload_app = True
control_socket_disable = True
timeout = 60
loglevel = "warning"


class logger_class(Logger):  # noqa: N801 - a setting of gunicorn
    """The access log, for whoever turns it on, and the error log show no key."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.access_log.addFilter(KeyMaskingFilter())
        self.error_log.addFilter(KeyMaskingFilter())


DEMONSTRATION = """
Comptes de démonstration (mot de passe : clusterhub-demo)
  coordination@example.org   coordonne le cluster Relèvement Précoce
  rapporteur@example.org     rapporte ses réunions, signe en premier
  partenaire@example.org     point focal d’une ONG membre
  membre@example.org         membre, en lecture
  protection@example.org     coordonne le cluster Protection seulement
  admin@example.org          administre le site
"""


def when_ready(server: Any) -> None:
    """Say where to go once the address answers."""
    lines = [f"\nClusterHub répond sur http://localhost:{bind.rpartition(':')[2]}/   (Ctrl+C pour arrêter)"]
    if env.flag("DEMO"):
        lines.append(DEMONSTRATION)
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()

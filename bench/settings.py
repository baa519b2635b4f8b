"""The application's settings, with the bare views beside its pages."""

from clusterhub.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"

"""Static files as they are published."""

import re

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.once


def test_published_modules_import_published_modules(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "clusterhub.web.storage.PublishedFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)

    [published] = [path for path in tmp_path.glob("js/room/autosave.*.js") if path.suffix == ".js"]
    [imported] = re.findall(r'from "\./(drafts\.[0-9a-f]{12}\.js)"', published.read_text("utf-8"))

    assert (published.parent / imported).exists()

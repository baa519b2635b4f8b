"""Static files as they are published."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

pytestmark = pytest.mark.once


ROOM_BYTES = 25_000
OTHER_PAGES = ("projection", "sheet")
"""The screen on the wall and the presence list have one script more of their own."""


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "clusterhub.web.storage.PublishedFiles"}}
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield settings.STATIC_ROOT


def test_published_modules_import_published_modules(published):
    [module] = [path for path in published.glob("js/room/autosave.*.js") if path.suffix == ".js"]
    [imported] = re.findall(r'from "\./(drafts\.[0-9a-f]{12}\.js)"', module.read_text("utf-8"))

    assert (module.parent / imported).exists()


def test_published_scripts_have_no_comment_and_the_room_is_light(published):
    scripts = [path for path in published.glob("js/**/*.js") if path.suffix == ".js"]

    assert not [path.name for path in scripts if "/*" in path.read_text("utf-8")]
    room = [path for path in published.glob("js/room/*.js.br") if not path.name.startswith(OTHER_PAGES)]
    assert sum(path.stat().st_size for path in room) <= ROOM_BYTES

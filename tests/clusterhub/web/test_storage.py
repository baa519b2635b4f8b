"""Static files as they are published."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

pytestmark = pytest.mark.once


ROOM_BYTES = 24_000
ROOM_SCRIPTS = ("later", "room/room", "room/worker", "room/projection", "already_asked")
"""All that is ours and runs in the room, in the presence list, beside them and on the wall."""


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


def test_published_scripts_have_no_comment_and_those_of_the_room_are_light(published):
    scripts = [path for path in published.glob("js/**/*.js") if path.suffix == ".js"]

    assert not [path.name for path in scripts if "/*" in path.read_text("utf-8")]
    room = [path for name in ROOM_SCRIPTS for path in published.glob(f"js/{name}.*.js.br")]
    assert len(room) == len(ROOM_SCRIPTS)
    assert sum(path.stat().st_size for path in room) <= ROOM_BYTES


def test_error_pages_find_what_they_ask_for_by_its_plain_name(published):
    asked = re.findall(
        r"get_static_prefix %}([^\"]+)", (settings.BASE_DIR / "templates/base_error.html").read_text("utf-8")
    )

    assert len(asked) == 2
    assert [name for name in asked if not (published / name).exists()] == []


def test_room_is_published_as_one_script_that_asks_for_no_other(published):
    [room] = [path for path in published.glob("js/room/room.*.js") if path.suffix == ".js"]
    text = room.read_text("utf-8")

    assert not re.search(r"\b(import|export)\b", text)
    own = {path.stem for path in settings.BASE_DIR.glob("static/js/room/*.js")} - {"worker", "projection"}
    assert {name for name in own if f"const {name}_js=" in text} == own

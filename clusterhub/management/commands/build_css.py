"""Writes static/css/clusterhub.css. Run at set-up and after a change in templates or in static/css/src."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from clusterhub.web.css import build_stylesheet
from clusterhub.web.css_usage import Vocabulary, vocabulary_of

BOOTSTRAP = files("js_lib_bootstrap5") / "static/js-lib-bootstrap5/css/bootstrap.css"
CRISPY = files("crispy_bootstrap5") / "templates/bootstrap5"
CRISPY_TEMPLATES = ("layout/row.html", "layout/column.html", "layout/fieldset.html")
"""Of crispy's templates, those that our forms still reach; ours in templates/bootstrap5 replace the others."""
PACKAGES = ("clusterhub", "participants", "meetings", "actions", "minutes")
PRINTED = {"layouts", "emails", "migrations"}
"""Folders with their own style sheet, or none."""


class Command(BaseCommand):
    help = "Construit la feuille de style à partir de Bootstrap et de static/css/src."

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, default=settings.BASE_DIR / "static/css/clusterhub.css")

    def handle(self, *, output: Path, **options):
        own = [path.read_text("utf-8") for path in sorted(settings.BASE_DIR.glob("static/css/src/*.css"))]
        css = build_stylesheet(BOOTSTRAP.read_text("utf-8"), own, page_vocabulary(settings.BASE_DIR))
        output.write_text(css, "utf-8")
        self.stdout.write(f"{output.name} : {len(css.encode()) / 1000:.1f} ko")


def page_vocabulary(root: Path) -> Vocabulary:
    crispy = [(CRISPY / name).read_text("utf-8") for name in CRISPY_TEMPLATES]
    return vocabulary_of(
        templates=[*_texts(root, ("templates", *PACKAGES), "*.html"), *crispy],
        code=_texts(root, PACKAGES, "*.py"),
        scripts=_texts(root, ("static/js",), "*.js"),
    )


def _texts(root: Path, folders: tuple[str, ...], pattern: str) -> Iterator[str]:
    for folder in folders:
        for path in sorted((root / folder).rglob(pattern)):
            if PRINTED.isdisjoint(path.relative_to(root).parts):
                yield path.read_text("utf-8")

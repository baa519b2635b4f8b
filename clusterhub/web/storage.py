"""Where static files are published from, each under a name that holds its hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

from clusterhub.web.bundling import bundled

IMPORTS = (
    r"""(?P<matched>import\s*(?P<names>\{[^}]*\})\s*from\s*["'](?P<url>\.[^"']*)["'];)""",
    'import %(names)s from "%(url)s";',
)
OURS = "js/"
PLAIN = frozenset({"css/clusterhub.css", "img/favicon.svg"})
"""Published under their own names as well: error pages ask no manifest what anything is called."""
BUNDLES = ("js/room/room.js",)
"""Published with all that they import."""


class PublishedFiles(CompressedManifestStaticFilesStorage):
    """Our modules import one another by relative path: the published ones import the hashed names.

    Django's own switch for this also reads the packages' modules, some of which import what they do not bring.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (f"{OURS}*.js", (IMPORTS,)))

    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any) -> Iterator[Any]:
        """Ours travel without what is there for those who read them: the line may carry a few kilobytes a second."""
        ours = [name for name in paths if name.startswith(OURS) and name.endswith(".js")]
        lean = {name: (_Lean(paths[name][0]), paths[name][1]) for name in ours}
        yield from super().post_process(paths | lean, *args, **options)

    def delete_files(self, files_to_delete: Iterable[str]) -> None:
        super().delete_files(set(files_to_delete) - PLAIN)


class _Lean:
    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, path: str) -> ContentFile[bytes]:
        return ContentFile(jsmin(self._whole(path)).encode())

    def _whole(self, path: str) -> str:
        if not path.endswith(BUNDLES):
            return self._read(path)
        folder, _, name = path.rpartition("/")
        return bundled(name.removesuffix(".js"), lambda module: self._read(f"{folder}/{module}.js"))

    def _read(self, path: str) -> str:
        with self.storage.open(path) as source:
            return source.read().decode()

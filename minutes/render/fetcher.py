"""The only way in for a document being rendered: pictures written into the page, and files under the given folders."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher

PICTURES = ("data:image/png;", "data:image/jpeg;", "data:image/svg+xml;")


class OutsideAddress(FatalURLFetchingError):
    """Stops the rendering: an address that leads out of the house is an attack or a mistake, never a detail."""


class ClosedFetcher(URLFetcher):
    def __init__(self, roots: Iterable[Path] = ()) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False, timeout=1)
        self.roots = [Path(root).resolve() for root in roots]

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not (url.startswith(PICTURES) or self._is_own_file(url)):
            raise OutsideAddress(url[:80])
        return super().fetch(url, headers)

    def _is_own_file(self, url: str) -> bool:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        return parts.scheme == "file" and not parts.netloc and any(path.is_relative_to(root) for root in self.roots)

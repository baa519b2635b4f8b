"""Where static files are published from, each under a name that holds its hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = (
    r"""(?P<matched>import\s*(?P<names>\{[^}]*\})\s*from\s*["'](?P<url>\.[^"']*)["'];)""",
    'import %(names)s from "%(url)s";',
)


class PublishedFiles(CompressedManifestStaticFilesStorage):
    """Our modules import one another by relative path: the published ones import the hashed names.

    Django's own switch for this also reads the packages' modules, some of which import what they do not bring.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORTS,)))

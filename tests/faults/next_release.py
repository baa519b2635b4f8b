"""Settings under which the files of the following release are published: the same server, other scripts."""

from clusterhub import settings
from clusterhub.settings import *  # noqa: F403

STATICFILES_DIRS = [settings.STATE_DIR / "next"]

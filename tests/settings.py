"""The application's own settings under a fixed environment: nothing of the machine's leaks into the tests.

``TEST_DATABASE_URL`` chooses the database (tests.postgresql sets it); without it, a SQLite file with the same pragmas
as in production, so that locks and threads behave in tests as they do there. ``SLOW_LINE`` makes pages come late.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEST_STATE_DIR = Path(tempfile.mkdtemp(prefix="clusterhub-tests-"))
"""One per test process."""
atexit.register(shutil.rmtree, TEST_STATE_DIR, ignore_errors=True)
(TEST_STATE_DIR / "static").mkdir()

for name in ("DEBUG", "DEMO", "SECRET_KEY_FILE", "DATABASE_URL", "BEHIND_PROXY", "CSRF_TRUSTED_ORIGINS", "SIGNING_DIR"):
    os.environ.pop(name, None)
os.environ |= {
    "SECRET_KEY": "tests-only-" + "x" * 50,
    "STATE_DIR": str(TEST_STATE_DIR),
    "HTTPS": "0",
    "BASE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "MAIL_URL": "memorymail://",
    "MAIL_FROM": "ClusterHub <ne-pas-repondre@example.org>",
    "SIGNING_PASSPHRASE": "tests-only",
    "DOCUMENT_MAX_MB": "15",
}
if url := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url

from clusterhub.settings import *  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_STATE_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
POST_OFFICE = POST_OFFICE | {"THREADS_PER_PROCESS": 1}  # tests read what was sent in the order in which it was written
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = LOGGING | {"handlers": {"console": {"class": "logging.NullHandler"}}}  # pytest shows what was logged
if os.environ.get("SLOW_LINE"):
    MIDDLEWARE = ["tests.slow_line.SlowLineMiddleware", *MIDDLEWARE]

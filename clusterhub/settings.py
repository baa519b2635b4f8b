"""All settings. Everything that differs between machines comes from the environment: see docs/settings.md."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from clusterhub.env import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.text("STATE_DIR", str(BASE_DIR / "var"))).resolve()
"""Everything the application writes, besides the database: uploaded and issued files, signing keys, outgoing mail."""

# --- Safety -----------------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
"""Demonstration: accounts are shown on the sign-in page. Never on a server with real minutes."""
HTTPS = env.flag("HTTPS", default=not (DEBUG or DEMO))
"""Secure cookies, redirection to HTTPS and HSTS. Off only for a server that answers on 127.0.0.1."""

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured("SECRET_KEY (ou SECRET_KEY_FILE) manque : 50 caractères au hasard.")
    SECRET_KEY = secrets.token_urlsafe(50)

ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = env.origin("BASE_URL", "http://localhost:8000")
"""The address put into mails: never taken from the request's Host header."""
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS", BASE_URL)
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
"""Nothing to other sites. With « no-referrer », browsers say « Origin: null » with our own forms: CSRF refuses them."""
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "clusterhub",
    "clusterhub.web",
    "clusterhub.web.search",
    "participants",
    "meetings",
    "actions",
    "minutes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "axes",
    "post_office",
]

MIDDLEWARE = [
    "clusterhub.middleware.DatabaseUnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clusterhub.middleware.CompressedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "clusterhub.middleware.PrivatePagesMiddleware",
    "clusterhub.mergers.middleware.FormerAddressesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "clusterhub.urls"
WSGI_APPLICATION = "clusterhub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["clusterhub.web.templatetags.ui", "clusterhub.web.templatetags.typo"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clusterhub.courier.courier_shown",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

# --- Database ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{STATE_DIR / 'clusterhub.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 3,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA analysis_limit=1000;",
    }
else:
    # As SQLite's timeout: who waits for a lock is told to come back (503), and leaves the worker to the others.
    # Filters that exclude one another are seen to be so before a million rows are read.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c lock_timeout=3s -c constraint_exclusion=on"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "participants.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "participants.backends.AccountBackend"]
PASSWORD_HASHERS = ["participants.hashers.FieldArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "participants:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "participants:login"
PASSWORD_RESET_TIMEOUT = 60 * 60
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_IPWARE_PROXY_COUNT = 1 if BEHIND_PROXY else None
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if BEHIND_PROXY else ["REMOTE_ADDR"]
AXES_USERNAME_FORM_FIELD = "username"
"""Axes would look for the model’s own name of it, « email », which no sign-in form sends: nothing would be counted."""
AXES_LOCKOUT_TEMPLATE = "participants/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- Language, time ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Africa/Bamako"
USE_I18N = USE_TZ = True

# --- Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = STATE_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "clusterhub.web.storage.PublishedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DOCUMENT_MAX_BYTES = env.number("DOCUMENT_MAX_MB", 15, at_least=1) * 1_000_000

# --- Signature --------------------------------------------------------------------------------------------------------

SIGNING_DIR = Path(env.text("SIGNING_DIR", str(STATE_DIR / "signing")))
SIGNING_PASSPHRASE = env.text("SIGNING_PASSPHRASE")
"""Opens the signers' PKCS#12 files. Empty: read from SIGNING_DIR/passphrase, which `manage.py signing init` makes."""
TIMESTAMP_URL = env.url("TIMESTAMP_URL")
"""A time stamp server (RFC 3161). Empty: signatures bear this server's own clock alone."""
TIMESTAMP_TRUST = env.text("TIMESTAMP_TRUST")
TIMESTAMP_REQUIRED = env.flag("TIMESTAMP_REQUIRED")
LONG_TERM = env.flag("LONG_TERM", default=bool(TIMESTAMP_URL))
"""The last signature is followed by what proves it later: revocation lists, and a time stamp over the whole file."""
if TIMESTAMP_URL and not Path(TIMESTAMP_TRUST or "missing").is_file():
    raise ImproperlyConfigured("TIMESTAMP_TRUST : attendu le fichier PEM de l’autorité du serveur TIMESTAMP_URL.")
if LONG_TERM and not TIMESTAMP_URL:
    raise ImproperlyConfigured("LONG_TERM=1 demande un serveur d’horodatage : TIMESTAMP_URL manque.")
PKCS11_MODULE = env.text("PKCS11_MODULE")
PKCS11_TOKEN, PKCS11_PIN = env.text("PKCS11_TOKEN"), env.text("PKCS11_PIN")
"""The driver of a token that holds keys (`manage.py signing import-token`), the token's label and what opens it."""

# --- Mail -------------------------------------------------------------------------------------------------------------

_mail = env.mail("MAIL_URL", "filemail://" if DEMO else "consolemail://")
EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"] or "localhost", _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = f"/{_mail['EMAIL_FILE_PATH']}" if _mail["EMAIL_FILE_PATH"] else str(STATE_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "ClusterHub <ne-pas-repondre@example.org>")
MAIL_IS_SHOWN = DEMO and _mail["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
"""In the demonstration, mail goes to files that the page « Courrier sortant » shows, with their links."""
POST_OFFICE = {
    "BACKENDS": {
        "default": "clusterhub.web.mail_files.MailFilesBackend" if MAIL_IS_SHOWN else _mail["EMAIL_BACKEND"],
    },
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": urlsplit(BASE_URL).hostname,
    "DEFAULT_PRIORITY": "medium",
    # The longest waiting first: an invitation leaves before what cancels it.
    "SENDING_ORDER": ["-priority", "id"],
    # A day: a mail server that is away for a night loses nothing.
    "MAX_RETRIES": 96,
    "RETRY_INTERVAL": timedelta(minutes=15),
    "OVERRIDE_RECIPIENTS": None,
}

# --- Personal data: how long (docs/personal-data.md) ------------------------------------------------------------------

KEEP_MAIL_DAYS = env.number("KEEP_MAIL_DAYS", 90, at_least=2)
"""Mails that left or were given up. At least as long as a mail is tried."""
KEEP_LINK_DAYS = env.number("KEEP_LINK_DAYS", 90, at_least=31)
"""After the end of a link, which may be prolonged during thirty days."""
KEEP_OPENING_DAYS = env.number("KEEP_OPENING_DAYS", 730, at_least=1)
KEEP_CONTACT_LOG_DAYS = env.number("KEEP_CONTACT_LOG_DAYS", 730, at_least=30)
KEEP_SIGN_IN_DAYS = env.number("KEEP_SIGN_IN_DAYS", 90, at_least=1)
KEEP_INACTIVE_MONTHS = env.number("KEEP_INACTIVE_MONTHS", 15, at_least=6)
"""Without any trace of somebody, its contacts go and its account closes; it is told three months before."""

# --- Log --------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "clusterhub.log.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would write paths with the keys that they hold.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
        "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # It logs every object of a forged file; the verdict says what matters.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

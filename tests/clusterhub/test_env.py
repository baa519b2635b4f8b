from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from clusterhub.env import Env


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("1", True),
        ("oui", True),
        ("TRUE", True),
        ("0", False),
        ("non", False),
        ("Off", False),
        ("", True),
        ("  ", True),
    ],
)
def test_flag_reads_words_and_takes_empty_as_not_given(word: str, expected: bool) -> None:
    assert Env({"HTTPS": word}).flag("HTTPS", default=True) is expected


@pytest.mark.parametrize("number", ["15", "1"])
def test_number_within_bounds_is_read(number: str) -> None:
    assert Env({"DOCUMENT_MAX_MB": number}).number("DOCUMENT_MAX_MB", 9, at_least=1) == int(number)


def test_text_from_file_is_stripped_and_wins(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from file\n")
    assert Env({"SECRET_KEY": "direct", "SECRET_KEY_FILE": str(tmp_path / "key")}).text("SECRET_KEY") == "from file"


def test_hosts_are_split_at_commas() -> None:
    assert Env({"H": " a.example.org, .example.org ,[::1],"}).hosts("H") == ["a.example.org", ".example.org", "[::1]"]


def test_origin_loses_its_last_slash() -> None:
    assert Env({"BASE_URL": "https://example.org:8443/"}).origin("BASE_URL", "") == "https://example.org:8443"


def test_database_address_with_escaped_password_and_option() -> None:
    config = Env({"D": "postgres://account:p%40ss@db.example.org:5433/hub?sslmode=require"}).database("D", "")
    assert (config["ENGINE"], config["HOST"], config["PORT"]) == (
        "django.db.backends.postgresql",
        "db.example.org",
        5433,
    )
    assert (config["USER"], config["PASSWORD"], config["NAME"]) == ("account", "p@ss", "hub")
    assert config["OPTIONS"] == {"sslmode": "require"}


def test_mail_address_with_encryption() -> None:
    config = Env({"M": "smtp+tls://account:secret@mail.example.org:587"}).mail("M", "")
    assert (config["EMAIL_HOST"], config["EMAIL_PORT"], config["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)


MALFORMED = [
    ("flag", "DEBUG", "maybe"),
    ("number", "DOCUMENT_MAX_MB", "many"),
    ("number", "DOCUMENT_MAX_MB", "-3"),
    ("number", "DOCUMENT_MAX_MB", "1.5"),
    ("hosts", "ALLOWED_HOSTS", "https://example.org"),
    ("hosts", "ALLOWED_HOSTS", "example.org:8000"),
    ("hosts", "ALLOWED_HOSTS", "two words"),
    ("origins", "CSRF_TRUSTED_ORIGINS", "example.org"),
    ("origin", "BASE_URL", "example.org"),
    ("origin", "BASE_URL", "https://example.org/folder"),
    ("origin", "BASE_URL", "https://example.org:port"),
    ("origin", "BASE_URL", "ftp://example.org"),
    ("database", "DATABASE_URL", "garbage"),
    ("database", "DATABASE_URL", "mysql://account:hidden@example.org/hub"),
    ("database", "DATABASE_URL", "postgres://account:hidden@example.org:port/hub"),
    ("database", "DATABASE_URL", "postgres://account:hidden@example.org/"),
    ("database", "DATABASE_URL", "sqlite://:memory:"),
    ("mail", "MAIL_URL", "garbage"),
    ("mail", "MAIL_URL", "smtp://account:hidden@example.org:port"),
]


@pytest.mark.parametrize(("kind", "name", "value"), MALFORMED)
def test_malformed_value_is_refused_in_one_line_naming_the_variable(kind: str, name: str, value: str) -> None:
    default = {"number": 1, "flag": None}.get(kind, "")
    arguments = [name] if kind == "flag" else [name, default]
    with pytest.raises(ImproperlyConfigured) as refused:
        getattr(Env({name: value}), kind)(*arguments)
    assert str(refused.value).startswith(name)
    assert "attendu" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_unreadable_secret_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY_FILE=.*illisible"):
        Env({"SECRET_KEY_FILE": str(tmp_path / "absent")}).text("SECRET_KEY")

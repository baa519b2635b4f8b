"""What no single test sees: the project agrees with itself."""

import ast
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.template.loader import get_template

from clusterhub.web.append_only import AppendOnly

ROOT = Path(settings.BASE_DIR)
APPS = ("clusterhub", "participants", "meetings", "actions", "minutes")
CODE = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
TEMPLATE_FOLDERS = [ROOT / "templates", *[path for app in APPS if (path := ROOT / app / "templates").is_dir()]]
TEMPLATES = {str(path.relative_to(top)): path for top in TEMPLATE_FOLDERS for path in sorted(top.rglob("*.*"))}
HTML = [name for name in TEMPLATES if name.endswith(".html")]


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


# --- Database ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_models_have_no_pending_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_append_only_tables_still_refuse_after_the_last_migration() -> None:
    """SQLite forgets triggers when a later migration rebuilds the table: repeat AppendOnly in that migration."""
    migrations = MigrationLoader(connection).disk_migrations.values()
    expected = {
        operation.trigger(event)
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
        for event in ("update", "delete")
    }
    with connection.cursor() as cursor:
        table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
        cursor.execute(f"SELECT {'name' if connection.vendor == 'sqlite' else 'tgname'} FROM {table}")
        found = {name for (name,) in cursor.fetchall()}
    assert expected
    assert expected - found == set()


# --- Templates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_template_compiles(name: str) -> None:
    assert get_template(name).template.name == name


def names_in_templates() -> set[str]:
    return {
        name
        for path in TEMPLATES.values()
        for name in re.findall(r"""["']([\w./-]+\.\w+)(?:#\w+)?["']""", text_of(path))
    }


def names_in_code() -> set[str]:
    """Literal template names; an f-string's fixed parts stand for every name that they fit."""
    return {
        name
        for path in CODE
        for name in re.findall(r"""["']([\w./{}-]+\.(?:html|txt|md|css))(?:#\w+)?["']""", text_of(path))
    }


STANDARD_NAMES = re.compile(r"(400|403|403_csrf|404|500|503)\.html|(bootstrap5|django|admin|registration|emails)/.*")
"""Named by Django, by crispy-forms and by the mail service, which puts `emails/` and the ending around a name."""


def test_every_template_is_used() -> None:
    named = names_in_templates() | names_in_code()
    patterns = [re.compile(re.sub(r"\\\{[^}]*\}", r"[\\w-]+", re.escape(name))) for name in named if "{" in name]
    unused = {
        name
        for name in TEMPLATES
        if name not in named
        and not STANDARD_NAMES.fullmatch(name)
        and not any(pattern.fullmatch(name) for pattern in patterns)
    }
    assert unused == set()


class InlineFinder(HTMLParser):
    """What a strict content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.found += [f"<{tag}>"] * (tag == "style" or (tag == "script" and "src" not in given))
        self.found += [f"{tag} {name}" for name, value in attrs if (value or "").strip().startswith("javascript:")]


@pytest.mark.parametrize("name", [name for name in sorted(HTML) if not name.startswith("emails/")])
def test_template_has_nothing_inline(name: str) -> None:
    finder = InlineFinder()
    finder.feed(re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text_of(TEMPLATES[name])))
    assert finder.found == []


FOREIGN_DATES = re.compile(r"""\|date:["'](?![Yc][^"']*["'])""")


def test_dates_are_written_by_the_house() -> None:
    """« 1er décembre 2026 à 14 h 30 »: Django's own filter says « 1 décembre » and « 14:30 »."""
    assert [name for name in HTML if FOREIGN_DATES.search(text_of(TEMPLATES[name]))] == []


INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')


def posts_with_what_it_is_given(name: str) -> bool:
    """It holds a form, or includes one that sees what it sees itself."""
    text = re.sub(r"{#.*?#}", "", text_of(TEMPLATES[name]))
    open_to = (part for part, options in INCLUDED.findall(text) if not re.search(r"\bonly\b", options))
    return "csrf_token" in text or any(posts_with_what_it_is_given(part) for part in open_to)


def test_form_that_is_included_alone_is_given_its_token() -> None:
    """Without it each press of its button is refused, and Django's own test client does not notice."""
    bare = {
        (name, part)
        for name in HTML
        for part, options in INCLUDED.findall(text_of(TEMPLATES[name]))
        if re.search(r"\bonly\b", options) and "csrf_token=" not in options and posts_with_what_it_is_given(part)
    }
    assert bare == set()


# --- Code -------------------------------------------------------------------------------------------------------------

PURE = ("actions/parse", "minutes/content.py", "minutes/layouts", "minutes/render", "clusterhub/web/folding.py")
PURE += ("clusterhub/web/differences.py", "clusterhub/web/merging.py", "clusterhub/web/typography.py")
PURE += ("clusterhub/web/richtext", "participants/cadence.py", "participants/paste")


def imported_names(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(text_of(path))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("package", PURE)
def test_pure_package_does_not_touch_the_database(package: str) -> None:
    paths = [path for path in CODE if str(path.relative_to(ROOT)).startswith(package)]
    named = {(path.name, name) for path in paths for name in imported_names(path) if name.startswith("django.db")}
    assert named == set()


def test_web_process_does_not_import_the_pdf_engine() -> None:
    program = """
import sys, os
import clusterhub.wsgi
from django.urls import get_resolver
get_resolver().url_patterns, get_resolver().reverse_dict
heavy = {"weasyprint", "pyhanko", "fontTools", "docx", "openpyxl"} & {name.partition(".")[0] for name in sys.modules}
print(*sorted(heavy))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.split() == []


def test_every_environment_variable_is_documented() -> None:
    sources = text_of(ROOT / "clusterhub/settings.py") + text_of(ROOT / "clusterhub/server.py")
    read = set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", sources))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of(ROOT / "docs/settings.md"), re.MULTILINE))
    assert len(read) > 10
    assert documented == read


# --- What the project must not say -----------------------------------------------------------------------------------

BINARY = {".png", ".jpg", ".ico", ".woff2", ".pdf", ".icc", ".p12", ".docx", ".xlsx", ".gz", ".jar"}
FORBIDDEN = {
    "path of one machine": re.compile(r"/work/|/root/|/home/\w+/|\.\./shared"),
    "package registry": re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|index-url\s*[=h]", re.IGNORECASE),
    "issue number": re.compile(r"\bissue\s+#?\d", re.IGNORECASE),
}
MAIL_ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})")
INVENTED_DOMAIN = re.compile(r"(.*\.)?(example\.(org|com|net)|example|test|invalid|localhost)$")


def tracked_texts() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("ne concerne qu’un clone de git")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listing.split("\0") if name]
    return [path for path in paths if path.exists() and path.suffix not in BINARY and path != Path(__file__)]


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_tracked_files_do_not_name_a(what: str) -> None:
    found = {
        (str(path.relative_to(ROOT)), match.group())
        for path in tracked_texts()
        for match in FORBIDDEN[what].finditer(text_of(path))
    }
    assert found == set()


def test_mail_addresses_are_invented() -> None:
    found = {
        (str(path.relative_to(ROOT)), match.group())
        for path in tracked_texts()
        for match in MAIL_ADDRESS.finditer(text_of(path))
        if not INVENTED_DOMAIN.match(match.group(1))
    }
    assert found == set()

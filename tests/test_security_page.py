"""The page on security names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_security_page_names_tests_that_exist() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("test_*.py")]
    known = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/security.md").read_text("utf-8")))

    assert len(named) > 80
    assert named - known == set()


def test_security_page_has_every_row_once() -> None:
    rows = re.findall(r"^\| (\d+)(?:–(\d+))? \|", (ROOT / "docs/security.md").read_text("utf-8"), re.MULTILINE)
    numbers = [number for first, last in rows for number in range(int(first), int(last or first) + 1)]
    assert numbers == list(range(1, 61))

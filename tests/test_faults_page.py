"""docs/faults.md names every fault test, and none that is not there."""

import re

from tests.databases import ROOT

PAGE = ROOT / "docs" / "faults.md"
WRITTEN = re.compile(r"^def (test_\w+)", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)(?:\[\w+\])?`")


def test_page_names_each_fault_test() -> None:
    written = {name for path in (ROOT / "tests/faults").glob("test_*.py") for name in WRITTEN.findall(path.read_text())}
    assert set(NAMED.findall(PAGE.read_text())) == written

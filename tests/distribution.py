"""Which process runs which test: a file goes to one process whole, the longest files first.

What a file makes for all its tests (a world, the demonstration, every layout in print) is then made once, and the short
files keep every process busy until the end.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = (
    *("tests/permissions/test_confidentiality.py", "tests/permissions/test_permission_matrix.py"),
    *("tests/permissions/test_abuse.py", "tests/minutes/test_layout_edges.py", "tests/minutes/test_layout_prints.py"),
    *("tests/minutes/test_verify.py", "tests/clusterhub/test_demo.py", "tests/permissions/test_queries.py"),
    *("tests/permissions/test_hostile_texts.py", "tests/permissions/test_link_holders.py"),
    *("tests/browser/test_june_meeting.py", "tests/browser/test_accessibility.py", "tests/browser/test_room_states.py"),
    *("tests/browser/test_room_offline.py", "tests/browser/test_whole_cycle.py", "tests/browser/test_hostile_texts.py"),
    *("tests/browser/test_record_accessibility.py", "tests/browser/test_document_life.py"),
    "tests/browser/test_first_view.py",
)
TOGETHER = {
    "tests/minutes/test_layout_prints.py": "tests/minutes/test_layout_edges.py",
    "tests/faults/test_device.py": "tests/faults/test_server_killed.py",
    "tests/faults/test_line.py": "tests/faults/test_server_killed.py",
}
"""They look at the same prints, or live in copies of the same house."""


class FileScheduling(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        path = _file(nodeid)
        return TOGETHER.get(path, path)


def rank(item: pytest.Item) -> tuple[bool, int]:
    """Chromium comes last: its event loop stays in the process."""
    path = _file(item.nodeid)
    return path.startswith("tests/browser/"), LONGEST.index(path) if path in LONGEST else len(LONGEST)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]

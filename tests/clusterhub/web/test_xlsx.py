"""What a spreadsheet looks like; what stands in it is tested with each export."""

import io

import openpyxl
import pytest

from clusterhub.web.sheets import Column
from clusterhub.web.xlsx import write

pytestmark = pytest.mark.once

COLUMNS = [Column("Nom", "#name", lambda row: row[0], 12), Column("Texte", "#text", lambda row: row[1], 20)]


def test_rows_are_as_high_as_their_longest_text():
    file = io.BytesIO()
    write(
        file, "Liste", COLUMNS, [("a", "b"), ("Cluster Relèvement Précoce", "c"), ("d", "un\ndeux"), ("e", "x" * 999)]
    )
    sheet = openpyxl.load_workbook(file).active

    assert [sheet.row_dimensions[number].height for number in range(1, 7)] == [None, None, None, 45, 30, 180]
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")

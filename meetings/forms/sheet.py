"""The tick list: one small form per expected person or organisation, one POST for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from meetings.enums import AttendanceMode, AttendanceState
from meetings.forms.attendance import OTHER_STATES, TickForm, shown
from meetings.models import Meeting
from meetings.selectors import SheetGroup, SheetRow, attendance_sheet
from meetings.services.attendance import Tick


@dataclass(frozen=True)
class SheetLine:
    """A row with what its controls show: what was posted if anything was, else what is stored."""

    row: SheetRow
    form: TickForm | None
    here: bool
    other: str
    online: bool
    represented_by: str
    was: str

    @property
    def errors(self) -> list[str]:
        return [message for messages in self.form.errors.values() for message in messages] if self.form else []

    @property
    def is_specified(self) -> bool:
        return self.online or bool(self.represented_by) or bool(self.errors)


@dataclass(frozen=True)
class SheetBlock:
    title: str
    lines: list[SheetLine]


class Sheet:
    """Only the rows that the meeting expects are read: a forged key has no row."""

    other_states = OTHER_STATES

    def __init__(self, meeting: Meeting, data: QueryDict | None = None) -> None:
        self.data = data
        self.blocks = [self._block(group) for group in attendance_sheet(meeting)]

    def _block(self, group: SheetGroup) -> SheetBlock:
        rows = [*group.rows, group.organisation] if group.organisation else group.rows
        return SheetBlock(group.title, [self._line(row) for row in rows])

    def _line(self, row: SheetRow) -> SheetLine:
        if self.data is not None and f"{row.key}-was" in self.data:
            return _posted_line(row, TickForm(self.data, prefix=row.key))
        return _stored_line(row)

    @property
    def lines(self) -> Iterator[SheetLine]:
        for block in self.blocks:
            yield from block.lines

    def is_valid(self) -> bool:
        return all(line.form.is_valid() for line in self.lines if line.form)

    @property
    def ticks(self) -> list[Tick]:
        given = [line.form.tick(line.row) for line in self.lines if line.form]
        return [tick for tick in given if tick]


def _stored_line(row: SheetRow) -> SheetLine:
    said = row.attendance
    state, mode, represented_by = (said.state, said.mode, said.represented_by) if said else ("", "", "")
    here = state == AttendanceState.PRESENT
    was = shown(state, mode, represented_by)
    return SheetLine(row, None, here, "" if here else state, mode == AttendanceMode.ONLINE, represented_by, was)


def _posted_line(row: SheetRow, form: TickForm) -> SheetLine:
    def value(name: str) -> str:
        return form[name].value() or ""

    return SheetLine(
        row, form, bool(value("here")), value("other"), bool(value("online")), value("represented_by"), value("was")
    )

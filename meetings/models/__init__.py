from meetings.models.agenda import AgendaItem, AgendaTemplate, AgendaTemplateItem, Outcome, Section
from meetings.models.attendance import Attendance
from meetings.models.documents import Document, DocumentComment, DocumentEvent
from meetings.models.meetings import Meeting, MeetingEvent, MeetingRole
from meetings.models.operations import Operation
from meetings.models.pictures import Picture
from meetings.models.proposals import AgendaProposal, ForeseenAttendance
from meetings.models.sign_ins import SignIn
from meetings.models.texts import TextRevision

__all__ = [
    "AgendaItem",
    "AgendaProposal",
    "AgendaTemplate",
    "AgendaTemplateItem",
    "Attendance",
    "Document",
    "DocumentComment",
    "DocumentEvent",
    "ForeseenAttendance",
    "Meeting",
    "MeetingEvent",
    "MeetingRole",
    "Operation",
    "Outcome",
    "Picture",
    "Section",
    "SignIn",
    "TextRevision",
]

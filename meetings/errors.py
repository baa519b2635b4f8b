"""What can be refused on this floor. The message is French and meant for the person."""

from clusterhub.web.refusals import Refusal


class MeetingsError(Refusal):
    """Base of this app's refusals; ``str(error)`` can be shown as it is."""


class MoveRefused(MeetingsError):
    """The life cycle does not allow this move from where the meeting, or the document, stands."""


class MeetingNotEditable(MeetingsError):
    """The meeting's record is adopted (or the meeting cancelled): its text no longer changes."""


class NestingRefused(MeetingsError):
    """An agenda has two levels: « Divers » and its points."""


class TextRefused(MeetingsError):
    """This text cannot be stored as it is: empty title, too long, or an envoi that belongs to something else."""


class ItemInUse(MeetingsError):
    """The item holds text, conclusions, points of its own or actions: what was typed is never lost with it."""


class ForeignObject(MeetingsError):
    """What was given belongs to another cluster or another meeting."""


class AttendanceRefused(MeetingsError):
    """The row names nobody, or somebody who is already in the list."""


class FileRefused(MeetingsError):
    """The file is too large, of a kind that is not accepted, or not what its name says."""


class OperationRefused(MeetingsError):
    """The key of this request already served for another one, or for somebody else."""


class CommentRefused(MeetingsError):
    """The document is not open to comments, or nothing was said."""


class ProposalRefused(MeetingsError):
    """A proposed point says nothing, was decided already, or comes too late."""


class ForeseenRefused(MeetingsError):
    """The meeting has begun, or what was said is incomplete."""

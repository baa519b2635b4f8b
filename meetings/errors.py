"""What can be refused on this floor. The message is French and meant for the person."""


class MeetingsError(Exception):
    """Base of this app's refusals; ``str(error)`` can be shown as it is."""


class MoveRefused(MeetingsError):
    """The life cycle does not allow this move from where the meeting stands."""


class MeetingNotEditable(MeetingsError):
    """The meeting's record is adopted (or the meeting cancelled): its text no longer changes."""


class NestingRefused(MeetingsError):
    """An agenda has two levels: « Divers » and its points."""

"""What can be refused on this floor. The message is French and meant for the person."""

from clusterhub.web.refusals import Refusal


class ParticipantsError(Refusal):
    """Base of this app's refusals; ``str(error)`` can be shown as it is."""


class AliasTaken(ParticipantsError):
    """Another organisation or cluster already answers to this name."""


class LinkUnusable(ParticipantsError):
    """The link is unknown, used, withdrawn or past its date: all four look the same from outside."""


class NotInvitable(ParticipantsError):
    """The person has an account, or the address is that of another account."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "email")


class AlreadyOpen(ParticipantsError):
    """The installation has an account: it has been set up."""


class ProfileRefused(ParticipantsError):
    """What is said of an activity or a need does not hold together; nothing was written."""


class WrongPassword(ParticipantsError):
    """Not the account's own, or too many wrong ones before."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "password")

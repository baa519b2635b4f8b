"""What can be refused on this floor. The message is French and meant for the person."""

from clusterhub.web.refusals import Refusal


class ActionsError(Refusal):
    """Base of this app's refusals; ``str(error)`` can be shown as it is."""


class StatusMoveRefused(ActionsError):
    """The life cycle does not allow this status after the present one, or ``field`` is missing to give it."""

    def __init__(self, message: str, field: str = "status") -> None:
        super().__init__(message, field)


class NotOurAction(ActionsError):
    """The organisation has no part in this action."""


class NotTakenBack(ActionsError):
    """Another word was said since, or somebody has built on it."""


class DateNotAwaited(ActionsError):
    """Nobody is to say the date of this action, or somebody has."""


class DependenceRefused(ActionsError):
    """The action to do first is another cluster's, or waits for this one."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "depends_on")


class HandoverRefused(ActionsError):
    """It is there already, was answered, or must not leave its cluster."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "to_cluster")


class AttachRefused(ActionsError):
    """The action to join is closed, or another cluster's."""


class DueIncomplete(ActionsError):
    """A deadline of this kind needs a date, or how often it comes back."""


class WordingChanged(ActionsError):
    """Somebody else changed the description meanwhile: ``theirs`` stands, at ``version``."""

    def __init__(self, theirs: str, version: int) -> None:
        super().__init__("Quelqu’un a modifié ce texte pendant que vous l’écriviez. Relisez les deux et réenregistrez.")
        self.theirs = theirs
        self.version = version


class TooManyReports(ActionsError):
    """A link was used more often in an hour than people do."""


class SheetNotUnderstood(ActionsError):
    """What was handed in has no table of actions in it, or too long a one."""


class TooManyExports(ActionsError):
    """One person keeps only a few exports at a time."""


class TooManyViews(ActionsError):
    """Somebody keeps as many lists as there is room for."""


class CallRefused(ActionsError):
    """A call asks for something that it does not give what is needed for."""


class CallClosed(ActionsError):
    """Answers are no longer taken."""


class PartNotAsked(ActionsError):
    """The call does not ask for this, or not this organisation."""


class ProfileNotAnswered(ActionsError):
    """The organisation has said nothing of its profile in this call, or that nothing has changed."""


class TextMoved(ActionsError):
    """Somebody else wrote in the same text at the same moment."""

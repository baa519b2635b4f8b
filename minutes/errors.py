"""What can be refused on this floor. The message is French and meant for the person."""

from clusterhub.web.refusals import Refusal


class MinutesError(Refusal):
    """Base of this app's refusals; ``str(error)`` can be shown as it is."""


class MoveRefused(MinutesError):
    """The life cycle of the minutes does not allow this move from where they stand."""


class CirculationBlocked(MinutesError):
    """Something is missing without which nothing is circulated."""


class ChangedSinceSeen(MinutesError):
    """The text is not the one that was circulated, or not the one that was just shown."""


class ObjectionOpen(MinutesError):
    """Nothing is adopted against an objection that nobody answered."""


class RemarkRefused(MinutesError):
    """The record is not open to remarks, or this one is answered already."""


class NothingCorrected(MinutesError):
    """An erratum says the same as the version that it would replace."""


class SealFailed(MinutesError):
    """The PDF could not be made: nothing has changed."""


class SignatureRefused(MinutesError):
    """Not this person's turn, already signed, wrong password, or no valid key."""


class KeysUnavailable(MinutesError):
    """The internal authority or its passphrase is missing or does not fit."""


class KeyRefused(MinutesError):
    """A certificate that cannot be imported, or a revocation that makes no sense."""


class PublicationRefused(MinutesError):
    """Not signed yet, published already, withdrawn already, or not this person's to publish."""


class ScanRefused(MinutesError):
    """Not a PDF or a picture, or already there."""


class LogoRefused(MinutesError):
    """Not a picture that can be printed, there already, or one too many."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "file")


class NothingToArchive(MinutesError):
    """Nothing of these meetings was frozen."""


class FileDamaged(MinutesError):
    """The stored bytes are gone or are not those that were issued."""


class PictureDamaged(MinutesError):
    """A picture of the text is gone from the files, or is not the one that was put there."""


class AnnexDamaged(MinutesError):
    """The file of an annex is gone, or is not the one that was deposited."""


class DecisionRefused(MinutesError):
    """A decision is replaced once, by a later one of its cluster that is in force."""

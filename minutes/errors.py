"""What can be refused on this floor. The message is French and meant for the person."""


class MinutesError(Exception):
    """Base of this app's refusals; ``str(error)`` can be shown as it is."""


class MoveRefused(MinutesError):
    """The life cycle of the minutes does not allow this move from where they stand."""


class SignatureRefused(MinutesError):
    """Not this person's turn, already signed, wrong password, or no valid key."""

"""What is refused here. The message is French and meant for the person."""


class PrivacyError(Exception):
    """Base of these refusals; ``str(error)`` can be shown as it is."""


class ErasureRefused(PrivacyError):
    """Something has to be handed to somebody else first."""

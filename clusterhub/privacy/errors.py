"""What is refused here. The message is French and meant for the person."""

from clusterhub.web.refusals import Refusal


class PrivacyError(Refusal):
    """Base of these refusals; ``str(error)`` can be shown as it is."""


class ErasureRefused(PrivacyError):
    """Something has to be handed to somebody else first."""

"""All messages are French and can be shown."""


class SigningKeyUnavailable(Exception):
    """A key is missing, unreadable or closed by another passphrase."""


class SignatureRefused(Exception):
    """This document cannot be signed at this place."""


class KeyRefused(Exception):
    """A key that was brought from outside is too weak, too old, or made for something else."""


class TimestampUnavailable(Exception):
    """The time stamp server does not answer, or not as it should."""

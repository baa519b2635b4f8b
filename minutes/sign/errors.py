"""Both messages are French and can be shown."""


class SigningKeyUnavailable(Exception):
    """A key is missing, unreadable or closed by another passphrase."""


class SignatureRefused(Exception):
    """This document cannot be signed at this place."""

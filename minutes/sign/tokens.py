"""Keys that never leave a token (PKCS#11): a card, a stick, a hardware module, or SoftHSM."""

from contextlib import suppress
from dataclasses import dataclass, field

from cryptography import x509
from pkcs11 import Attribute, ObjectClass, Session
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from minutes.sign.errors import SigningKeyUnavailable

UNREACHABLE = "Le jeton qui garde la clé ne répond pas, ou ne la contient pas."


@dataclass(frozen=True, slots=True)
class Token:
    """`module`: the driver's file. The PIN stays out of what is printed of it."""

    module: str
    label: str
    pin: str = field(repr=False)


class TokenSigner(PKCS11Signer):
    """Says in one way whatever a token can answer, and is opened again after that."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        try:
            return await super().async_sign_raw(data, digest_algorithm, dry_run)
        except PKCS11Error as error:
            close_sessions()
            raise SigningKeyUnavailable(UNREACHABLE) from error


def load_token_signer(token: Token, label: str) -> TokenSigner:
    """Raises SigningKeyUnavailable."""
    read_certificate(token, label)
    return TokenSigner(open_session(token), cert_label=label, other_certs_to_pull=None)


def read_certificate(token: Token, label: str) -> x509.Certificate:
    """Raises SigningKeyUnavailable."""
    found = _certificates(token).get(label)
    if found is None:
        raise SigningKeyUnavailable(f"Le jeton ne contient pas de certificat « {label} ».")
    return x509.load_der_x509_certificate(found)


def _certificates(token: Token) -> dict[str, bytes]:
    try:
        objects = open_session(token).get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        return {one[Attribute.LABEL]: one[Attribute.VALUE] for one in objects}
    except PKCS11Error as error:
        close_sessions()
        raise SigningKeyUnavailable(UNREACHABLE) from error


_sessions: dict[Token, Session] = {}
"""One per process: a token counts its sessions."""


def open_session(token: Token) -> Session:
    """Raises SigningKeyUnavailable."""
    if token not in _sessions:
        _sessions[token] = _open(token)
    return _sessions[token]


def _open(token: Token) -> Session:
    try:
        return open_pkcs11_session(token.module, token_criteria=TokenCriteria(token.label), user_pin=token.pin)
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise SigningKeyUnavailable(UNREACHABLE) from error


def close_sessions() -> None:
    """What a token answers after it was taken out and put back belongs to a new session."""
    while _sessions:
        with suppress(PKCS11Error):
            _sessions.popitem()[1].close()

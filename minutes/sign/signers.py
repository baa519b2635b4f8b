"""Signers, opened once: the passphrase costs 240 ms of key derivation, a signature 30 ms."""

import functools
from pathlib import Path

from pyhanko.sign import SimpleSigner

from minutes.sign.errors import SigningKeyUnavailable


def load_signer(path: Path, passphrase: str) -> SimpleSigner:
    """From a PKCS#12 file. A file that has changed on disk is read again."""
    try:
        return _open(path, path.stat().st_mtime_ns, passphrase)
    except (OSError, ValueError) as error:
        raise SigningKeyUnavailable("La clé de ce signataire est absente ou protégée autrement.") from error


@functools.lru_cache(maxsize=64)
def _open(path: Path, _changed_at: int, passphrase: str) -> SimpleSigner:
    return SimpleSigner.load_pkcs12_data(path.read_bytes(), [], passphrase.encode())

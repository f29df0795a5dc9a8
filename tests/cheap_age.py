"""age files whose passphrase costs a thousandth of a second (scrypt at 2^4, where pyrage works for a second), as any age opens them.

All tests write such files, by a fixture of tests/conftest.py; those of the key file, and programs that tests start, write them in earnest.

https://age-encryption.org/v1, sections "The scrypt recipient type" and "Payload".
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from detente.node import passphrases

_LOG_N = 4
_CHUNK = 64 << 10

in_earnest = passphrases.encrypt


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """What `detente.node.passphrases.encrypt` gives, at another cost where it is one chunk (64 KiB)."""
    if len(plain) > _CHUNK:
        return in_earnest(plain, passphrase)
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapping = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**_LOG_N, r=8, p=1, dklen=32)
    stanza = f"-> scrypt {_base64(salt)} {_LOG_N}\n{_base64(ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None))}\n"
    header = f"age-encryption.org/v1\n{stanza}---".encode()
    mac = hmac.HMAC(_derived(file_key, b"", b"header"), hashes.SHA256())
    mac.update(header)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\1", plain, None)
    return header + f" {_base64(mac.finalize())}\n".encode() + nonce + payload


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt or None, info).derive(key)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")

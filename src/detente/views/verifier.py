"""The page that checks proofs in a browser, as every face hands it out: the same bytes."""

from __future__ import annotations

import hashlib
from importlib.resources import files


def verifier_page() -> bytes:
    """`verify.html`, whole. It lies beside the web face, which need not be installed to hand it out."""
    return files("detente").joinpath("web", "verifier", "verify.html").read_bytes()


def digest_of(page: bytes) -> str:
    """SHA-256 in hex, as `sha256sum` prints it, by which two people see that they have the same page."""
    return hashlib.sha256(page).hexdigest()

"""The client of Starlette, for what Browser in acting.py does not do: it begins and ends a server as one that serves does."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another client; this one is what is locked
    from starlette.testclient import TestClient

__all__ = ["TestClient"]

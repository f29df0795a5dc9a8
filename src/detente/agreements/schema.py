"""The JSON Schemas of the two forms, for editors and other programs; made from the forms themselves."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.agreements.agreement import Agreement
from detente.agreements.declarations import Declarations

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def agreement_schema() -> dict[str, Any]:
    """The schema of an agreement file."""
    return {"$schema": _DIALECT, "title": "An agreement as data", **msgspec.json.schema(Agreement)}


def declarations_schema() -> dict[str, Any]:
    """The schema of a file of declarations."""
    return {"$schema": _DIALECT, "title": "Declarations about an agreement", **msgspec.json.schema(Declarations)}

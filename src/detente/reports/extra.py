"""The libraries of the extra `reports`: imported when a report is printed, and named plainly where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from detente.errors import N_, CallerError


def needed(module: str) -> Any:
    """A library that prints.

    Raises:
        CallerError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise CallerError(
            N_("reports need libraries that are not installed here: %(name)s"), hint=N_('pip install "detente[reports]"'), name=module
        ) from error

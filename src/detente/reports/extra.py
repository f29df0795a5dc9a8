"""The libraries of the extras `reports` and `sheets`: imported when they are needed, and named plainly where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from detente.errors import N_, CallerError


def needed(module: str, extra: str = "reports") -> Any:
    """A library that prints, or reads what was printed.

    Args:
        extra: which of ours brings it.

    Raises:
        CallerError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise CallerError(
            N_("reports need libraries that are not installed here: %(name)s"), hint=N_('pip install "detente[%(extra)s]"'),
            name=module, extra=extra,
        ) from error  # fmt: skip

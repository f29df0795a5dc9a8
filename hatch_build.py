"""Catalogues are compiled where the package is built or installed: to read a .po takes half a second, at each command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]  # the configuration of a builder, which is not used here
    """Writes a .mo beside each .po; pyproject.toml takes them into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's interface
        """Before anything is put together."""
        sys.path.insert(0, str(Path(__file__).parent / "src"))
        from detente.i18n import write_compiled_catalogues  # noqa: PLC0415 - of the sources that are being built

        write_compiled_catalogues()

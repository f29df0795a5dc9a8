"""What this program calls itself; nothing heavy is imported here, so that `detente --version` is quick."""

from __future__ import annotations

from typing import Final

from detente import __version__

FORMAT_STATUS: Final = "0-draft"
"""What files of this program call themselves until the format is frozen; then it is `detente.record.charter.FORMAT`."""

VERSION_LINE: Final = f"detente {__version__} (format {FORMAT_STATUS})"

"""Python's search for cycles, put off while much is made that holds none.

Entries are made by the thousand, and nothing of them refers back: looking for cycles among them again and again took a sixth of the time
of admitting and found nothing. Used for one container, one seal, one channel at a time, so that what does make cycles is found soon.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Put it off until the end of the block; blocks inside blocks change nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

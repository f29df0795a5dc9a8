"""Python's search for cycles: put off while much is made that holds none, and in small parts where somebody waits for an answer.

Entries are made by the thousand, and nothing of them refers back: looking for cycles among them again and again took a sixth of the time
of admitting and found nothing. Used for one container, one seal, one channel at a time, so that what does make cycles is found soon.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_FEW: Final = 5_000
"""Objects after which a server looks: some ten milliseconds; for the 100,000 of a command (`cli.main.run`) all pages waited 200 to 300."""

_SELDOM: Final = 100
"""So many looks at what is young come before one at all that a server has made."""


def search_in_small_parts() -> None:
    """For a process that serves, once it is ready: what its start has made stays, and is looked through no more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_FEW, 10, _SELDOM)


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

"""What was read lately, so that the next page need not read it again; bounded by what it weighs, not by how many there are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from detente.node.collector import no_search_for_cycles
from detente.texts.model import Version

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key. The least recently used go first; what alone weighs more than all may is not kept."""

    def __init__(self, most: int) -> None:
        """Keep values that together weigh at most `most`, in whatever unit `get` is told."""
        self._most = most
        self._held = 0
        self._values: OrderedDict[K, tuple[int, V]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, weight: int, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][1]
        value = make()
        with self._lock:
            if key not in self._values and weight <= self._most:
                self._values[key] = (weight, value)
                self._held += weight
            while self._held > self._most:
                _, (gone, _) = self._values.popitem(last=False)
                self._held -= gone
        return value


MOST_PROVISIONS: Final = 60_000
"""Of all languages together: ten texts of 2,000 provisions in three."""


class MadeOfTexts(Generic[V]):
    """What was made of language versions, by the versions themselves: to compare all their words would take as long as to make it again.

    They are held as long as what was made of them, so that no other can come to stand in their place.
    """

    def __init__(self) -> None:
        """Keep what was made of at most `MOST_PROVISIONS`."""
        self._recent: Recent[tuple[Any, ...], tuple[tuple[Version, ...], V]] = Recent(MOST_PROVISIONS)

    def get(self, versions: Sequence[Version], make: Callable[[], V], *others: Hashable) -> V:
        """What was made of some versions, and of whatever else it depends on."""
        held = tuple(versions)

        @no_search_for_cycles()
        def made() -> tuple[tuple[Version, ...], V]:
            return held, make()

        return self._recent.get((*others, *map(id, held)), sum(len(version.provisions) for version in held), made)[1]

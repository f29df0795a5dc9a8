"""What was read lately, so that the next page need not read it again; bounded by what it weighs, not by how many there are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

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

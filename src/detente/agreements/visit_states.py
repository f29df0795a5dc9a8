"""What has become of a visit, out of what each of its two sides says: a leaf, so that a fold and a file of data read it alike.

    the one says    the other says                     it is
    conducted       conducted, accepted or nothing     conducted
    conducted       refused, withdrawn or disputed     disputed
    withdrawn       anything else                      withdrawn
    refused         anything else                      refused
    accepted        nothing                            accepted

A side that says nothing, or that takes back what it said, says `requested`.
"""

from __future__ import annotations

from typing import Final, Literal

VisitState = Literal["requested", "accepted", "refused", "conducted", "withdrawn", "disputed"]

OVER: Final[frozenset[str]] = frozenset({"refused", "withdrawn"})
"""States of a visit that will not take place."""

_DENIED: Final = OVER | {"disputed"}
_IN_ORDER: Final[tuple[VisitState, ...]] = ("withdrawn", "refused", "accepted")


def joint_state(*said: VisitState) -> VisitState:
    """The state of a visit, out of the last word of each side that spoke."""
    if "conducted" in said:
        return "disputed" if _DENIED.intersection(said) else "conducted"
    return next((state for state in _IN_ORDER if state in said), "requested")

"""Words for what agreements know as codes: verdicts, states, reasons."""

from __future__ import annotations

from typing import Final

from detente.errors import N_

VERDICTS: Final = {
    "within": N_("within"),
    "above": N_("above"),
    "below": N_("below"),
    "unknown": N_("unknown"),
    "none": N_("no limit"),
}
"""A figure against a limit."""

STATES: Final = {
    "due": N_("due"),
    "provided": N_("provided"),
    "late": N_("provided late"),
    "nil": N_("nil declaration"),
    "nothing_new": N_("nothing new"),
    "not_provided": N_("not provided"),
    "withheld": N_("withheld"),
    "not_seen": N_("not known here"),
}
"""What came of an obligation."""

WHY_UNKNOWN: Final = {
    "nothing_declared": N_("nothing declared"),
    "not_stated": N_("not stated"),
    "not_provided": N_("not provided"),
    "withheld": N_("withheld"),
    "items_unknown": N_("some items are unknown"),
}
"""Why a figure is unknown."""

WHY_NOT_COUNTED: Final = {
    "corrected": N_("corrected since"),
    "not_in_this_reading": N_("not counted in this reading"),
    "same_without_it": N_("changes nothing"),
}
"""Why a record does not count for a figure."""

RECORDS: Final = {
    "declaration": N_("declaration"),
    "item": N_("item"),
    "dispute": N_("dispute"),
}
"""What a figure rests on."""

STATUS: Final = {
    "not reviewed by a lawyer": N_("No lawyer has reviewed this."),
    "reviewed by a lawyer": N_("Reviewed by a lawyer."),
}
"""What an agreement file says of itself."""

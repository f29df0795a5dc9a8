"""The words on screen for simultaneous exchanges."""

from __future__ import annotations

from detente.errors import N_

STATES = {
    "proposed": N_("proposed"),
    "agreed": N_("agreed"),
    "committing": N_("not all have committed"),
    "committed": N_("all have committed"),
    "opening": N_("not all have opened"),
    "complete": N_("all have opened"),
}
ORDERS = {
    "open": N_("Not all have committed: whether it will be simultaneous is open."),
    "simultaneous": N_("Simultaneous: nobody opened before it had seen the commitments of all."),
    "late": N_("Not simultaneous: a party committed after it had seen the list of another."),
    "unproven": N_("Not shown to be simultaneous: a list was opened before its author had seen the commitments of all."),
}

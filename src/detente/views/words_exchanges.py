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
NEXT = {
    "agree": N_("It is not agreed yet: all members have to consent to the proposal before anybody commits."),
    "commit": N_("Our move: commit to our list. Nothing of it is shown by that."),
    "wait_commit": N_("We have committed. Nothing is to be opened before the commitments of all others are here."),
    "open": N_("Our move: all have committed, so our list can be opened."),
    "wait_open": N_("We have opened our list; that of another is still closed."),
    "lost": N_(
        "Our list is not in this node, and nothing else can open it. Look for it in the node that committed to it, or in its backup."
    ),
    "done": N_("All have opened; there is nothing left to do."),
}
"""What is ours to do."""

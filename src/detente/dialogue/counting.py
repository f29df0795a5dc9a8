"""What follows from a section of a standing: derived numbers, never stored, always with the rule that derives them.

    requests/rus  {"crossed":0,"declined":2,"disputed":1,"full":6,"holding":0,"nil":0,"open":36,"partial":1,"sent":45,
                   "withdrawn":0,"withheld":0}
    answered/1    full + partial + nil + declined + withheld = 9: any final outcome; the breakdown always stands beside it

The counts are what the signers signed. Where they do not add up, that is said and nothing is put right: it is signed as it is.
"""

from __future__ import annotations

from typing import Any, Final

ANSWERED_RULE: Final = "answered/1"
"""*Answered* means any final outcome, a refusal too. Another meaning would be another rule with another name."""

ANSWERED: Final = ("full", "partial", "nil", "declined", "withheld")
OUTCOMES: Final = (*ANSWERED, "holding", "open", "withdrawn", "crossed")
"""Each request has exactly one of these; `disputed` is counted apart and lowers nothing."""

_MEMBERS = frozenset({*OUTCOMES, "sent", "disputed"})


def read_requests_section(value: Any) -> dict[str, Any]:
    """What a section requests/<party> says, whoever wrote it; never raises.

    Returns:
        `well_formed`; if so also `sent`, `answered`, `rule` and `adds_up` (whether the outcomes add up to `sent`, and no more
        are disputed than were sent).
    """
    if type(value) is not dict or value.keys() != _MEMBERS or not all(type(number) is int and number >= 0 for number in value.values()):
        return {"well_formed": False}
    outcomes = sum(value[name] for name in OUTCOMES)
    return {
        "well_formed": True,
        "sent": value["sent"],
        "answered": sum(value[name] for name in ANSWERED),
        "rule": ANSWERED_RULE,
        "adds_up": outcomes == value["sent"] and value["disputed"] <= value["sent"],
    }


def read_section(name: str, value: Any) -> tuple[dict[str, Any], tuple[str, ...]] | None:
    """The reader for `record.proof.verify_proof`: derived values and caveats of one section, or None for one without a rule."""
    if not name.startswith("requests/"):
        return None
    reading = read_requests_section(value)
    return reading, () if reading.get("adds_up") else ("counts_do_not_add_up",)

"""Proofs to keep: files that convince anybody who has the charter's hash, without this program and without a network."""

from __future__ import annotations

from detente.errors import N_, CallerError
from detente.node import proving
from detente.views.contradictions import ContradictionsView, contradictions_view, held_contradictions
from detente.views.remarks import RemarksView, remarks_view
from detente.views.standing import proof_of_standing
from detente.web.named import named_entry, named_room
from detente.web.pages import Ask, Page, Sent, Shown, nothing_here

_JSON = "application/json"


def count(ask: Ask) -> Sent:
    """The newest count that all have signed; `show` names its parts, else all."""
    room = named_room(ask)
    return Sent(proof_of_standing(room, _words(ask, "show")), _JSON, f"count-{room.label}.proof.json")


def entry(ask: Ask) -> Sent:
    """An entry, with all its fields or those named."""
    room, ref = named_entry(ask)
    fields = _words(ask, "fields")
    known = room.entry(ref).fields
    missing = [name for name in fields if name not in known]
    if missing:
        raise CallerError(
            N_("%(ref)s has no field %(field)s; it has: %(known)s"), ref=str(ref), field=missing[0], known=", ".join(sorted(known))
        )
    return Sent(proving.prove_entry(room, [ref], fields or None), _JSON, _name("entry", room.label, ref))


def receipt(ask: Ask) -> Sent:
    """That a party has received an entry."""
    room, ref = named_entry(ask)
    by = ask.query.get("by", "")
    if by == ref.party or by not in room.channel.members:
        raise nothing_here()
    return Sent(proving.prove_receipt(room, ref, by), _JSON, _name("receipt", room.label, ref))


def log(ask: Ask) -> Sent:
    """Whole logs of a channel, to be counted again; only what a count needs is shown of each entry."""
    room = named_room(ask)
    return Sent(proving.prove_log(room), _JSON, f"log-{room.label}.proof.json")


def contradiction(ask: Ask) -> Sent:
    """Two signed states of one log that cannot both be."""
    held = held_contradictions(ask.node)
    number = int(ask.names["number"])
    if not 1 <= number <= len(held):
        raise nothing_here()
    room, item, _ = held[number - 1]
    return Sent(proving.prove_fork(room, item), _JSON, f"contradiction-{number}.proof.json")


def remarks(ask: Ask) -> Shown:
    """What a person should look at: remarks, and signed contradictions."""
    return Shown("remarks.html", remarks_view(ask.node), N_("Remarks"))


def contradictions(ask: Ask) -> Shown:
    """Signed contradictions alone."""
    return Shown("contradictions.html", contradictions_view(ask.node), N_("Signed contradictions"))


def charter(ask: Ask) -> Sent:
    """The charter of a dialogue, as a file for whoever verifies."""
    found = ask.node.charters.get(ask.names["dialogue"])
    if found is None:
        raise nothing_here()
    return Sent(found.raw, _JSON, "charter.json")


def _words(ask: Ask, name: str) -> list[str]:
    return [word for word in ask.query.get(name, "").split(",") if word]


def _name(what: str, label: str, ref: object) -> str:
    return f"{what}-{label}-{str(ref).replace('/', '-')}.proof.json"


PAGES = (
    Page("/prove/count/{channel}", count, "read", query=("show",)),
    Page("/prove/entry/{channel}/{party}/{index:number}", entry, "read", query=("fields",)),
    Page("/prove/receipt/{channel}/{party}/{index:number}", receipt, "read", query=("by",)),
    Page("/prove/log/{channel}", log, "read"),
    Page("/prove/contradiction/{number:number}", contradiction, "read"),
    Page("/charter/{dialogue}", charter, "read"),
    Page("/remarks", remarks, "read", about="What a person should look at", view=RemarksView),
    Page("/contradictions", contradictions, "read", about="Signed contradictions", view=ContradictionsView),
)

"""The words on screen for the codes of the record: kinds, outcomes, states. docs/glossary.md decides them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.errors import N_
from detente.i18n import Translator, tame
from detente.views.base import ChannelName, Point

KINDS = {
    "request": N_("request"),
    "acknowledge": N_("acknowledgement"),
    "answer": N_("answer"),
    "withdraw": N_("withdrawal"),
    "dispute": N_("dispute"),
    "destroy": N_("consent to destroy"),
    "open": N_("opening"),
    "reopen": N_("new generation"),
    "rekey": N_("new key"),
    "evidence": N_("signed contradiction"),
    "seal": N_("seal"),
}
STATUS = {
    "open": N_("open"),
    "holding": N_("holding reply"),
    "full": N_("full answer"),
    "partial": N_("partial answer"),
    "nil": N_("nil return"),
    "declined": N_("declined"),
    "withheld": N_("withheld"),
    "withdrawn": N_("withdrawn"),
    "crossed": N_("crossed"),
}
COLUMNS = {
    "full": N_("Full"),
    "partial": N_("Partial"),
    "nil": N_("Nil"),
    "declined": N_("Declined"),
    "withheld": N_("Withheld"),
    "holding": N_("Holding"),
    "open": N_("Open"),
    "withdrawn": N_("Withdrawn"),
    "crossed": N_("Crossed"),
    "disputed": N_("Disputed"),
}
CHANNEL_KINDS = {
    "plenary": N_("plenary"),
    "group": N_("working group"),
    "requests": N_("requests"),
    "hotline": N_("hotline"),
}
FIELDS = {
    "at": N_("time (as its author claims)"),
    "to": N_("to"),
    "re": N_("about"),
    "subject": N_("subject"),
    "text": N_("text"),
    "reason": N_("reason"),
    "outcome": N_("outcome"),
    "kind": N_("kind"),
}
REASONS = {
    "new": N_("for the first time"),
    "again": N_("again: no receipt yet"),
    "asked": N_("because it was asked for"),
    "ask": N_("asks for what is missing here"),
}
WHATS = {
    "entries": N_("entries"),
    "signed_state": N_("signed state"),
    "question": N_("question of the program"),
    "attachment": N_("part of an attachment"),
}
CLAIMS = {
    "standing": N_("agreed count"),
    "entry": N_("entry"),
    "receipt": N_("receipt"),
    "log": N_("whole log"),
    "fork": N_("signed contradiction"),
}


def word(t: Translator, table: Mapping[str, str], code: str) -> str:
    """The word for a code; a code that nobody knows is shown as it is."""
    return t.gettext(table[code]) if code in table else code


def who(t: Translator, names: Mapping[str, str] | None, party: str) -> str:
    """A party by its name and its id."""
    name = t.text_of(names, party)
    return party if name == party else f"{name} ({party})"


def of_generation(t: Translator, party: str, generation: int) -> str:
    """A party's log: the first generation needs no word."""
    return t.gettext(N_("%(party)s, generation %(generation)d"), party=party, generation=generation) if generation else party


def in_order(t: Translator, members: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Parties in the alphabetical order of this language."""
    return sorted(members, key=lambda party: t.order(t.text_of(members[party], party)))


def everyone(t: Translator, members: Mapping[str, Mapping[str, str]], chosen: Sequence[str]) -> str:
    """Some parties in one line, in order; a dash for none."""
    return t.listing(who(t, members[party], party) for party in in_order(t, members) if party in chosen) or "—"


def channel_title(t: Translator, channel: ChannelName) -> str:
    """A channel by its label and the name that it or its dialogue has."""
    name = t.text_of(channel.names or channel.dialogue_names)
    label = word(t, CHANNEL_KINDS, channel.label) if channel.label == channel.kind else tame(channel.label)
    return f"{label}: {name}" if name and name != label else label


def as_of_line(t: Translator, channel: ChannelName, points: Sequence[Point]) -> str:
    """How complete an answer is."""
    order = in_order(t, channel.members)
    if not any(point.entries for point in points):
        return t.gettext(N_("Nothing is known here yet."))
    said = []
    for point in sorted(points, key=lambda point: (order.index(point.party), point.generation)):
        party = of_generation(t, who(t, channel.members[point.party], point.party), point.generation)
        if point.entries:
            said.append(t.gettext(N_("entry %(ref)s of %(party)s"), ref=str(point.entries - 1), party=party))
        else:
            said.append(t.gettext(N_("nothing yet of %(party)s"), party=party))
    return t.gettext(N_("As of %(points)s."), points=t.listing(said))

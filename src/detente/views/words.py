"""The words on screen for the codes of the record: kinds, outcomes, states. docs/glossary.md decides them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from detente.errors import N_
from detente.i18n import Translator, tame
from detente.record.succession import GENERATIONS
from detente.views.base import ChannelName, Point

KINDS = {
    "request": N_("request"),
    "acknowledge": N_("acknowledgement"),
    "answer": N_("answer"),
    "withdraw": N_("withdrawal"),
    "dispute": N_("dispute"),
    "destroy": N_("consent to destroy"),
    "correct": N_("correction"),
    "confirm": N_("confirmation"),
    "release": N_("release"),
    "translate": N_("translation"),
    "appoint": N_("appointment"),
    "empower": N_("full powers"),
    "revoke": N_("revocation"),
    "contacts": N_("contact"),
    "rename": N_("new name"),
    "propose": N_("proposal"),
    "consent": N_("consent"),
    "reserve": N_("reservation"),
    "object": N_("objection"),
    "lapse": N_("silence kept"),
    "initial": N_("initials"),
    "sign": N_("signature"),
    "attach": N_("statement beside a text"),
    "bind": N_("consent to be bound"),
    "force": N_("entry into force"),
    "announce": N_("announcement"),
    "delegation": N_("delegation"),
    "report": N_("report"),
    "list_channel": N_("channel opened"),
    "clarify": N_("clarification"),
    "remind": N_("reminder"),
    "raise": N_("issue raised"),
    "word": N_("wording"),
    "assess": N_("assessment"),
    "refer": N_("referral"),
    "undertake": N_("undertaking"),
    "perform": N_("performance"),
    "note": N_("note"),
    "disclose": N_("note opened"),
    "check": N_("communications check"),
    "commit": N_("commitment to a list"),
    "reveal": N_("list opened"),
    "statement": N_("public statement"),
    "reply": N_("reply"),
    "declare": N_("declaration"),
    "notify": N_("notification"),
    "query": N_("query"),
    "suspend": N_("suspension"),
    "resume": N_("resumption"),
    "inspect": N_("request for a visit"),
    "visit": N_("answer about a visit"),
    "open": N_("opening"),
    "reopen": N_("new generation"),
    "rekey": N_("new key"),
    "notice": N_("revocation of keys"),
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
SERIES = {"sent": N_("Sent"), "received": N_("Received"), **COLUMNS, "open": N_("Not final")}
"""Over time; `open` is there all that has no final answer, what has a holding reply too: `COLUMNS` tells the two apart."""
AGES = {
    "under_7": N_("Under 7 days"),
    "from_7": N_("7 to 29"),
    "from_30": N_("30 to 89"),
    "from_90": N_("90 and more"),
}
LISTS = {
    "groups": N_("Working groups"),
    "issues": N_("Issues"),
    "measures": N_("Measures"),
    "meetings": N_("Meetings"),
    "texts": N_("Texts"),
    "undertakings": N_("Undertakings"),
}
LIST_STATES = {
    "proposed": N_("proposed"),
    "agreed": N_("agreed"),
    "adopted": N_("adopted"),
    "met": N_("met"),
    "held": N_("held"),
    "open": N_("open"),
    "draft": N_("tabled"),
    "signed": N_("signed"),
    "performed": N_("performed"),
    "confirmed": N_("confirmed"),
    "disputed": N_("disputed"),
}
CHANNEL_KINDS = {
    "plenary": N_("plenary"),
    "group": N_("working group"),
    "requests": N_("requests"),
    "hotline": N_("hotline"),
}
REOPENED = {
    "theft": N_("a key was stolen"),
    "fork": N_("two versions of the log exist"),
    "restore": N_("restored from a backup"),
    "root": N_("the root key was replaced"),
}
"""Why a party opened the next generation of its log."""
FIELDS = {
    "about": N_("matter"),
    "according_to": N_("according to"),
    "address": N_("address"),
    "after": N_("behind provision"),
    "agenda": N_("agenda"),
    "agreed": N_("what both versions agree on"),
    "alternates": N_("alternates"),
    "amounts": N_("disputed amounts"),
    "at": N_("time (as its author claims)"),
    "brackets": N_("open brackets"),
    "by": N_("signed in person by"),
    "channel": N_("channel"),
    "claim": N_("kind of statement"),
    "closes": N_("brackets that it closes"),
    "commitment": N_("commitment to a text"),
    "concerns": N_("concerns"),
    "confirm_by": N_("to be confirmed by"),
    "contact": N_("kind of contact"),
    "corrects": N_("corrected fields"),
    "cut": N_("check value of the entries that it counts"),
    "date": N_("date"),
    "delegate": N_("person"),
    "delegates": N_("members of the delegation"),
    "depositary": N_("depositary"),
    "digest": N_("check value"),
    "due": N_("due"),
    "electorate": N_("needs the consent of"),
    "event": N_("day of the event"),
    "exchange": N_("exchange"),
    "exchanges": N_("exchanges"),
    "figure": N_("figure"),
    "figures": N_("figures"),
    "for": N_("for these parties alone"),
    "form": N_("form"),
    "format": N_("format"),
    "from": N_("from"),
    "full": N_("full list"),
    "gates": N_("only after"),
    "ground": N_("ground"),
    "head": N_("head"),
    "holds": N_("what holds of the generation before"),
    "host": N_("host"),
    "how": N_("in what way"),
    "instrument": N_("instrument"),
    "issuer": N_("issued by"),
    "items": N_("items"),
    "key": N_("personal key"),
    "kind": N_("kind"),
    "language": N_("language"),
    "languages": N_("languages"),
    "level": N_("level"),
    "log": N_("log of"),
    "look": N_("kind of paragraph"),
    "movement": N_("movement"),
    "name": N_("name"),
    "names": N_("name"),
    "new": N_("new text"),
    "number": N_("number"),
    "occasion": N_("occasion"),
    "office": N_("office"),
    "on": N_("as of the day"),
    "opens": N_("released fields"),
    "order": N_("order of signature"),
    "outcome": N_("outcome"),
    "package": N_("only together with"),
    "paper": N_("done on paper on"),
    "party": N_("party"),
    "place": N_("place"),
    "powers": N_("powers"),
    "prev": N_("its log before it"),
    "provisional": N_("applied provisionally"),
    "provisions": N_("these provisions alone"),
    "quota": N_("quota"),
    "quotation": N_("quotation"),
    "re": N_("about"),
    "reason": N_("reason"),
    "removed": N_("items that are gone"),
    "reversible": N_("can be reversed"),
    "role": N_("role"),
    "round": N_("round"),
    "rules": N_("check value of the rules"),
    "said_on": N_("said on"),
    "salt": N_("salt"),
    "sections": N_("released parts of the count"),
    "seen": N_("has seen of the log of"),
    "silence": N_("silence until"),
    "site": N_("site"),
    "slot": N_("matter"),
    "source": N_("source"),
    "speakers": N_("said by"),
    "standing": N_("check value of the count"),
    "state": N_("state"),
    "status": N_("status"),
    "subject": N_("subject"),
    "term": N_("term"),
    "text": N_("text"),
    "time": N_("time of day"),
    "title": N_("title"),
    "to": N_("to"),
    "type": N_("type of visit"),
    "unchanged_since": N_("unchanged since"),
    "until": N_("until"),
    "urgent": N_("urgent"),
    "values": N_("stated"),
    "venue": N_("venue"),
    "verb": N_("what becomes of the provision"),
    "why": N_("why"),
    "within": N_("time limit"),
    "zone": N_("time zone"),
}
CHARTER_PARTS = {
    "names": N_("names of the dialogue"),
    "aliases": N_("other names of the dialogue"),
    "parties": N_("parties"),
    "purpose": N_("purpose"),
    "mandate": N_("mandate"),
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


DOUBTED: Final = {
    "reopen": N_("Its author has opened a later log, and says there that of this one only what came before this entry holds."),
    "evidence": N_("Two signed states of its log contradict each other; the log counts as far as both agree, and this entry came after."),
    "notice": N_("The root key of its author was revoked by a notice before those who published the notice had received this entry."),
    "succession": N_("A later root key of its author has taken over, and of the earlier logs it holds only what came before this entry."),
}
"""Why an entry does not count."""


def of_generation(t: Translator, party: str, generation: int) -> str:
    """A party's log: the first generation needs no word."""
    return f"{party}, {generation_named(t, generation)}" if generation else party


def generation_named(t: Translator, generation: int) -> str:
    """Which of a party's logs in a channel: how often it began anew, and under which of its root keys."""
    key, number = divmod(generation, GENERATIONS)
    if not key:
        return t.gettext(N_("generation %(generation)d"), generation=number)
    if not number:
        said = N_("under the successor of its root key") if key == 1 else N_("under the second successor of its root key")
        return t.gettext(said)
    return t.gettext(N_("generation %(generation)d under successor %(key)d of its root key"), generation=number, key=key)


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

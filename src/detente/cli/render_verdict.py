"""A verdict in plain words, with every caveat."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from detente.cli.render_fields import show_fields
from detente.cli.render_record import show_lists, show_requests
from detente.cli.render_witness import quorum_text
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.record.seal import LogKey
from detente.record.verdict import CAVEATS, CONSISTENT, NOT_PROVEN, PROVEN, STEPS, EntryShown, Verdict
from detente.views import words
from detente.views.countersigned import ProofQuorum
from detente.views.public import Bound, bounds_of
from detente.views.standing import REQUESTS, RequestCount, is_list, list_count, request_count

HEADLINES = {
    PROVEN: N_("PROVEN"),
    CONSISTENT: N_("CONSISTENT, KEYS NOT CONFIRMED: this proves nothing yet"),
    NOT_PROVEN: N_("NOT PROVEN"),
}
SHORT = N_("PROVEN BY THE KEYS, NOT BY YOUR POLICY: too few witnesses have countersigned")
STYLES = {PROVEN: "bold green", CONSISTENT: "bold yellow", NOT_PROVEN: "bold red"}

ON_SCREEN = {
    "sections_not_shown": N_("Some parts of the count are not shown."),
    "admission_not_shown": N_("Whether the others accepted an entry into the record, only another member's receipt shows."),
    "witnesses_not_confirmed": N_("A witness whose key was not given has countersigned: it bounds no time."),
    "fork_may_be_theft": N_("A signed contradiction does not say who signed: the party, or whoever stole its key."),
    "keys_not_confirmed": N_("No charter was given: whose keys these are is not confirmed."),
}
"""Caveats whose sentence in the record uses words that are not for the screen."""


def emit_verdict(s: Session, verdict: Verdict, file: Path, quorums: Sequence[ProofQuorum] | None = None) -> None:
    """Print a verdict on a file: as JSON as `Verdict.to_json` documents it, or for people.

    Args:
        s: the session.
        verdict: the verdict.
        file: the proof.
        quorums: what a policy says of each log, where there is one; in JSON the member `quorums` beside the others.
    """
    if s.json:
        value = verdict.to_json() if quorums is None else {**verdict.to_json(), "quorums": quorums}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
        return
    if verdict.exercise:
        s.exercise(on=True)
    short = verdict.status == PROVEN and not all(each.quorum.met for each in quorums or ())
    s.out.print(s.t.gettext(SHORT if short else HEADLINES[verdict.status]), style=STYLES[CONSISTENT if short else verdict.status])
    if verdict.reason is not None and verdict.step is not None:
        s.line(
            s.t.gettext(
                N_("Step %(step)d (%(name)s): %(reason)s"), step=verdict.step, name=s.t.gettext(STEPS[verdict.step]), reason=verdict.reason
            )
        )
        s.say(N_("Nothing in the file is to be relied on."))
        return
    _where(s, verdict)
    s.head(N_("What it shows"))
    _CLAIMS[str(verdict.claim)](s, verdict)
    for bound in bounds_of(verdict):
        _witness(s, verdict, bound)
    for each in quorums or ():
        party = _who(s, verdict, LogKey(each.party, each.generation))
        s.say(N_("By your policy the log of %(party)s is %(what)s."), party=party, what=Said(quorum_text(s, each.quorum)))
    s.head(N_("What it does not show"))
    for code in verdict.caveats:
        s.bullet(s.t.gettext(ON_SCREEN.get(code) or CAVEATS.get(code) or code))
    if verdict.status == CONSISTENT:
        s.line()
        s.out.print(s.t.gettext(N_("Next:")), style="dim", end=" ")
        s.line(f"detente verify {shlex.quote(str(file))} --charter HASH")


def _where(s: Session, verdict: Verdict) -> None:
    t = s.t
    s.say(N_("Dialogue: %(name)s"), name=t.text_of(verdict.names))
    s.say(N_("Charter's hash:"))
    s.line(f"  {verdict.dialogue}")
    if verdict.channel is not None:
        kind = words.word(t, words.CHANNEL_KINDS, verdict.channel.kind)
        s.say(N_("Channel: %(kind)s, %(id)s"), kind=tame(kind), id=verdict.channel.id[:16])
    names = _names(verdict)
    prints = {party.id: party.fingerprint for party in verdict.parties}
    s.table(
        [N_("Party"), N_("Fingerprint of the root key")],
        [[words.who(t, names[party], party), prints[party]] for party in words.in_order(t, names)],
    )


def _names(verdict: Verdict) -> dict[str, dict[str, str]]:
    return {party.id: party.names for party in verdict.parties}


def _who(s: Session, verdict: Verdict, log: LogKey) -> str:
    return words.of_generation(s.t, words.who(s.t, _names(verdict).get(log.party), log.party), log.generation)


def _standing(s: Session, verdict: Verdict) -> None:
    t, names = s.t, _names(verdict)
    counts: dict[str, RequestCount] = {}
    for name, value in verdict.sections.items():
        if verdict.derived.get(name, {}).get("well_formed"):
            counts[name.removeprefix(REQUESTS)] = request_count(value)
    if counts:
        show_requests(s, counts, names)
    rest = {name: value for name, value in verdict.sections.items() if name.removeprefix(REQUESTS) not in counts}
    lists = {name: list_count(value) for name, value in rest.items() if is_list(name, value)}
    show_lists(s, lists, names)
    show_fields(s, {name: value for name, value in rest.items() if name not in lists})
    acts = verdict.acts()
    parts = [
        t.ngettext("%(n)d act of %(party)s", "%(n)d acts of %(party)s", acts.get(p, 0), party=words.who(t, names[p], p))
        for p in words.in_order(t, names)
    ]
    s.out.print(t.gettext(N_("As of %(points)s."), points=t.listing(parts)))
    s.say(N_("Signed by: %(parties)s."), parties=words.everyone(t, names, verdict.signers))
    if verdict.not_signed:
        s.say(N_("Not signed by: %(parties)s."), parties=words.everyone(t, names, verdict.not_signed))
    for seal in verdict.seals:
        if seal.at is not None:
            s.say(N_("%(party)s gives as the time of its signature: %(time)s."), party=_who(s, verdict, seal.log), time=t.time(seal.at))


def _entry(s: Session, verdict: Verdict) -> None:
    for entry in verdict.entries:
        _one(s, verdict, entry)


def _one(s: Session, verdict: Verdict, entry: EntryShown) -> None:
    t = s.t
    s.say(
        N_("Entry %(index)s in the log of %(party)s, which then had %(size)d entries:"),
        index=str(entry.index),
        party=_who(s, verdict, entry.log),
        size=entry.size,
    )
    show_fields(
        s, {f"  {name}" if name not in words.FIELDS else name: value for name, value in entry.fields.items() if name != "destroyable"}
    )
    if "kind" not in entry.fields:
        s.say(N_("What kind of act it is, is not shown."))
    if entry.hidden:
        s.text(
            t.ngettext(
                "%(n)d hash of it is not opened: a field or padding, nobody can tell.",
                "%(n)d hashes of it are not opened: fields or padding, nobody can tell.",
                entry.hidden,
            )
        )
    if entry.before is not None:
        s.say(N_("It existed before %(time)s, as a witness says."), time=_moment(s, entry.before))
    if entry.after is not None:
        s.say(N_("It did not exist before %(time)s, as a witness says."), time=_moment(s, entry.after))


def _receipt(s: Session, verdict: Verdict) -> None:
    receipt = verdict.receipt
    if receipt is None:
        return
    s.say(
        N_("%(by)s has signed that it received the log of %(of)s up to entry %(last)s."),
        by=_who(s, verdict, receipt.by),
        of=_who(s, verdict, receipt.of),
        last=str(receipt.head.size - 1),
    )
    s.say(N_("Received means that it arrived; not that anybody read it or agreed."))
    for entry in verdict.entries:
        if entry.log == receipt.of:
            _one(s, verdict, entry)


def _log(s: Session, verdict: Verdict) -> None:
    t, names = s.t, _names(verdict)
    for count in verdict.logs:
        s.say(
            N_("The log of %(party)s, counted again up to entry %(last)s:"),
            party=_who(s, verdict, count.log),
            last=str(count.head.size - 1),
        )
        rows = [[words.word(t, words.KINDS, kind.kind), t.number(kind.entries)] for kind in count.kinds]
        rows.append([t.gettext(N_("seal")), t.number(count.seals)])
        rows.append([t.gettext(N_("kind not shown")), t.number(count.not_shown)])
        if count.repeated:
            rows.append([t.gettext(N_("repeated")), t.number(count.repeated)])
        s.table([N_("Kind"), N_("Entries")], rows, numbers={1})
    for reference in verdict.references:
        if reference.kind == "seal":
            continue
        kind = words.word(t, words.KINDS, reference.kind)
        to = words.word(t, words.KINDS, reference.to_kind) if reference.to_kind else t.gettext(N_("entries that are not shown"))
        s.say(
            N_("%(kind)s, by %(party)s: %(entries)d, about %(targets)d of %(other)s (%(to)s)."),
            kind=kind,
            entries=reference.entries,
            party=words.who(t, names.get(reference.party), reference.party),
            targets=reference.targets,
            other=words.who(t, names.get(reference.to_party), reference.to_party),
            to=to,
        )


def _fork(s: Session, verdict: Verdict) -> None:
    if verdict.fork is None:
        return
    s.say(N_("The key of %(party)s has signed two states of one log that cannot both be:"), party=_who(s, verdict, verdict.fork.log))
    from detente.record.text import encode_base64

    for head in verdict.fork.heads:
        s.line(s.t.gettext(N_("length %(size)d, root %(root)s"), size=head.size, root=encode_base64(head.root)))


def _witness(s: Session, verdict: Verdict, bound: Bound) -> None:
    message = (
        N_("Countersigned by the witness %(name)s at %(time)s: the first %(size)d entries of %(party)s.")
        if bound.confirmed
        else N_("Countersigned by a witness that you have not confirmed, %(name)s, at %(time)s: the first %(size)d entries of %(party)s.")
    )
    party = _who(s, verdict, LogKey(bound.party, bound.generation))
    s.say(message, name=bound.witness, time=_moment(s, bound.at), size=bound.size, party=party)
    if bound.other_keys:
        s.say(
            N_("Under the name %(name)s there is also a signature by another key (%(algorithms)s), which was not given."),
            name=bound.witness,
            algorithms=s.t.listing(bound.other_keys),
        )


def _moment(s: Session, seconds: int) -> str:
    import datetime as dt

    return s.t.time(dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


_CLAIMS = {"standing": _standing, "entry": _entry, "receipt": _receipt, "log": _log, "fork": _fork}

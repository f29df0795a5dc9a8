# ruff: noqa: D103 - render_x renders the view x
"""Keys for people: where each lies, how old it is, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import N_
from detente.views import words

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.views.keys import AgedKey, KeysView, RootFileShown, RootKey, RootRevoked, RootSucceeded
    from detente.views.results import SealDone

_WHAT = {
    "root": N_("It holds the root key of %(party)s: %(fingerprint)s"),
    "successor": N_("It holds the successor of the root key of %(party)s: %(fingerprint)s"),
    "notice": N_("It holds the notice that revokes the root key of %(party)s: %(fingerprint)s"),
    "other": N_("It holds a root key that this node does not have, of %(party)s: %(fingerprint)s"),
}
_TAKEN_OUT = {
    "root": N_("The root key is not in this node any more. Without this file nothing can be certified; keep two, in two places."),
    "successor": N_("The successor is not in this node any more. Keep it in other hands than the root key and the notice."),
    "notice": N_("The notice is not in this node any more. Deposit it with somebody who may stop your voice, but not speak for you."),
}


def render_keys(s: Session, view: KeysView) -> None:
    s.exercise(on=view.exercise)
    if not view.encrypted:
        s.say(N_("The keys are not encrypted: this node can join exercises only."))
    for root in view.roots:
        _root(s, root, len(view.roots) > 1)
    _aged(s, N_("Keys that seal"), view.sealing, view.sealing_days)
    _aged(s, N_("Keys that others encrypt to"), view.recipients, view.recipient_days)
    if view.persons:
        s.head(N_("Keys of people"))
        own, node = s.t.gettext(N_("a passphrase of the person's own")), s.t.gettext(N_("the passphrase of the node"))
        s.table((N_("Person"), N_("Opens with")), [(each.delegate, own if each.own else node) for each in view.persons])
    due = [*(["rekey --all"] if any(key.due for key in view.sealing) else [])]
    due += ["rekey --all --recipients"] if any(key.due for key in view.recipients) else []
    if due:
        s.next(due[-1])


def _root(s: Session, view: RootKey, several: bool) -> None:
    s.head(N_("The root key"))
    if several:
        s.text(s.t.text_of(view.names))
    s.say(N_("Fingerprint of its root key: %(fingerprint)s"), fingerprint=view.fingerprint)
    if view.number:
        s.text(s.t.gettext(N_("It is successor number %(number)d of the one in the charter."), number=view.number))
    here, away = s.t.gettext(N_("in this node")), s.t.gettext(N_("not in this node"))
    s.table(
        (N_("What"), N_("Where")),
        [
            (s.t.gettext(N_("the root key")), here if view.here else away),
            (s.t.gettext(N_("its successor")), here if view.successor_here else away),
            (s.t.gettext(N_("the notice that revokes it")), here if view.notice_here else away),
        ],
    )
    if view.revoked:
        s.say(N_("A notice has revoked it: what we seal under it is doubted until its successor is in its place."))
    elif view.here or view.successor_here or view.notice_here:
        s.say(N_("In real talks these three lie offline, in three places; detente drill root-offline says how."))


def _aged(s: Session, heading: str, rows: list[AgedKey], days: int) -> None:
    if not rows:
        return
    s.head(heading)
    due, fine = s.t.gettext(N_("due")), s.t.gettext(N_("not due"))
    s.table(
        (N_("Channel"), N_("Since"), N_("Age in days"), N_("State")),
        [(row.channel, s.t.stamp(row.since), s.t.number(row.days), due if row.due else fine) for row in rows], numbers={2},
    )  # fmt: skip
    s.text(s.t.ngettext("Due after %(n)d day.", "Due after %(n)d days.", days))


def render_all_rekeyed(s: Session, view: SealDone) -> None:
    for item in view.sealed:
        s.exercise(on=item.exercise)
        s.say(N_("The key is replaced in '%(channel)s': the new one signs from the next seal on."), channel=item.channel)
    s.next("sync FOLDER")


def render_root_file(s: Session, view: RootFileShown) -> None:
    s.exercise(on=view.exercise)
    s.line(view.file)
    s.say(_WHAT[view.what], party=view.party, fingerprint=view.fingerprint)
    if view.removed:
        s.say(_TAKEN_OUT[view.what])


def render_succeeded(s: Session, view: RootSucceeded) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("The successor is in its place: %(fingerprint)s"), fingerprint=view.fingerprint)
    if view.channels:
        s.say(N_("Our log was opened under it in: %(channels)s."), channels=s.t.listing(view.channels))
    for channel, held in view.holds.items():
        if held is None:
            s.say(N_("Nothing of our log before it holds in '%(channel)s'."), channel=channel)
        else:
            s.say(N_("Our log before it holds in '%(channel)s' up to entry %(ref)s."), channel=channel, ref=held)
        if view.disowned[channel]:
            s.say(N_("Disowned there: %(entries)s."), entries=s.t.listing(view.disowned[channel]))
    s.say(N_("Tell the other parties its fingerprint by another way than the courier. Its own successor and notice are in this node now."))


def render_revoked(s: Session, view: RootRevoked) -> None:
    s.exercise(on=view.exercise)
    s.say(
        N_("The root key %(fingerprint)s of %(party)s is revoked in: %(channels)s."), fingerprint=view.fingerprint,
        party=words.who(s.t, view.names, view.party), channels=s.t.listing(view.channels),
    )  # fmt: skip
    s.say(N_("What that party seals from now on is kept, and doubted, until its successor is in place and says what holds."))

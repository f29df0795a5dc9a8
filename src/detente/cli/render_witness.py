"""How what witnesses did is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.cli.session import Session
    from detente.views.countersigned import PolicyView, QuorumShown, WitnessAnswer, WitnessesAsked
    from detente.views.witness import KnownLogsView, LogsAdded


def render_known(s: Session, view: KnownLogsView) -> None:
    """The logs that a witness knows."""
    s.exercise(on=view.exercise)
    if not view.logs:
        s.say(N_("The witness '%(name)s' knows no log yet; a party's first question makes its logs known."), name=view.name)
        return
    rows = [
        (each.origin[-16:], each.party or "", s.t.number(each.size) if each.at else "", s.t.time(each.at) if each.at else "",
         s.t.number(each.refused) if each.refused else "")
        for each in view.logs
    ]  # fmt: skip
    s.table([N_("Log"), N_("Party"), N_("Entries"), N_("Countersigned"), N_("Refused")], rows, numbers={2, 4}, whole={0})


def render_policy(s: Session, view: PolicyView) -> None:
    """Whose word is needed."""
    s.exercise(on=view.exercise)
    if view.quorum is None:
        s.say(N_("This node keeps no policy on witnesses for this dialogue."))
        return
    rows = [(each.name, each.signs_as, each.address or "") for each in view.witnesses if each.counts]
    s.table([N_("Witness"), N_("Signs as"), N_("Address")], rows)
    for group in view.groups:
        s.say(
            N_("%(name)s: %(least)d of %(members)s"), name=group.name, least=group.least, members=s.t.listing(group.members)
        )  # fmt: skip
    s.say(N_("Needed: %(name)s"), name=view.quorum)


def render_asked(s: Session, view: WitnessesAsked) -> None:
    """What came of asking witnesses."""
    s.exercise(on=view.exercise)
    if not view.answers:
        s.say(N_("No policy of this node names a witness with an address, so nobody was asked."))
        s.next("witness policy FILE", "witness submit URL --key KEY")
        return
    say_answers(s, view.answers)
    for label, quorum in view.quorums.items():
        s.line(f"{label}: {quorum_text(s, quorum)}")


def say_answers(s: Session, answers: Sequence[WitnessAnswer]) -> None:
    """What witnesses answered; what is loud stands first, and so that nobody overlooks it."""
    for each in answers:
        if each.loud and each.why is not None:
            s.out.print("! " + s.t.error(each.why.error()), style="bold red")
    if any(each.loud for each in answers):
        s.next("contradictions")
    good = sum(each.why is None for each in answers)
    if good:
        s.text(s.t.ngettext("%(n)d countersignature was obtained.", "%(n)d countersignatures were obtained.", good))
    for each in answers:
        if each.why is not None and not each.loud:
            s.line("! " + (f"{each.about}: " if each.about else "") + s.t.error(each.why.error()))


def quorum_text(s: Session, quorum: QuorumShown) -> str:
    """Whether enough have countersigned."""
    values = {"signed": quorum.signed, "of": quorum.of}
    if not quorum.met:
        return s.t.gettext(
            N_("countersigned by %(signed)d of %(of)d; the quorum is not met: %(missing)s"), **values, missing=", ".join(quorum.missing)
        )
    if quorum.not_after is None:
        return s.t.gettext(N_("countersigned by %(signed)d of %(of)d; the quorum is met"), **values)
    return s.t.gettext(
        N_("countersigned by %(signed)d of %(of)d; the quorum is met, not after %(time)s"), **values, time=s.t.time(quorum.not_after)
    )


def render_added_logs(s: Session, view: LogsAdded) -> None:
    """For whose logs a witness countersigns now."""
    s.exercise(on=view.exercise)
    if view.dialogue is not None:
        s.say(N_("The witness countersigns for the parties of '%(name)s' now."), name=s.t.text_of(view.dialogue))
    if view.learned is not None:
        s.line(s.t.ngettext("%(n)d log of this file is known now.", "%(n)d logs of this file are known now.", view.learned))
    for name in view.foreign:
        s.say(N_("The witness countersigns for the log %(name)s now."), name=name)

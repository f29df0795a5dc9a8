"""The chairs of those who are no party. None of them signs in; what they show, anybody may see.

The public sees what was published. The host sees signed states and no contents. In an exercise there is also the page on which one
chooses a chair, beside the report that the talks were played from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from detente.errors import N_, CallerError
from detente.node.files import read_capped
from detente.node.witnessing import Witness
from detente.record.charter import Charter, parse_charter
from detente.record.limits import LIMITS
from detente.record.note import VerifierKey, parse_vkey
from detente.reports.embedded import embedded_page, page_name
from detente.views.facts import FactsView, with_sentences
from detente.views.public import PublicView, public_view
from detente.views.witness import WitnessView, witness_view
from detente.web.carrying import answer_questions, questions_waiting
from detente.web.guard import Who
from detente.web.pages import Answer, Ask, Moved, Page, Sent, Shown, checker, nothing_here
from detente.web.party import Entry
from detente.web.routes.verifier import PAGES as VERIFIER
from detente.web.templating import Words

REPORT_BYTES: Final = 1024 * 1024
"""The largest report that is looked at: a news report is a hundredth of that."""

SAID: Final = "said.json"
"""The public statements that whoever publishes has collected, beside the proofs."""


class Everybody:
    """The guard of what anybody may see."""

    def who(self, _node: object, _session: str) -> Who:
        """Nobody in particular, who may look."""
        return Who(None, frozenset({"read"}))


class Outsider:
    """What an outsider's desk keeps: nothing that would have to be closed."""

    def close(self) -> None:
        """Nothing is open."""


def layout_of(ask: Ask, charters: Sequence[Charter], whose: str, menu: Sequence[tuple[str, str]], sentence: str | None) -> dict[str, Any]:
    """What surrounds the pages of an outsider."""
    t = ask.t
    parties = {party: about.names for charter in charters for party, about in charter.parties.items()}
    return {
        "whose": whose,
        "place": t.text_of(charters[0].names) if charters else "",
        "exercise": sentence if any(charter.exercise for charter in charters) else None,
        "menu": [Entry(to, t.gettext(name), ask.path == to) for to, name in menu],
        "us": "",
        "w": Words(ask.html, parties, ""),
        "html": ask.html,
        "_": ask.html.gettext,
        "ngettext": ask.html.ngettext,
        "said": ask.html.plain,
    }


# ---------------------------------------------------------------- the public

_SUPPOSED: Final = N_("Nothing here was meant in earnest; what is not public is supposed. No record of the real channel is public.")


@dataclass
class PublicFolder(Outsider):
    """A folder with what was published: charter.json, *.proof.json, the keys of witnesses, public statements. Read anew at each look."""

    folder: Path

    @property
    def charter(self) -> Charter:
        return parse_charter(read_capped(self.folder / "charter.json", LIMITS.charter_bytes))

    def proofs(self) -> dict[str, bytes]:
        """The proofs by name; one that is larger than any proof may be fails when it is verified."""
        return {path.name: read_capped(path, LIMITS.proof_bytes) for path in sorted(self.folder.glob("*.proof.json"))}

    def witnesses(self) -> list[VerifierKey]:
        """The keys that the host has published."""
        return [parse_vkey(line) for path in sorted(self.folder.glob("*.vkeys")) for line in path.read_text("ascii").split()]

    def said(self) -> list[Mapping[str, Any]]:
        """Public statements; none where nobody has collected any."""
        path = self.folder / SAID
        return msgspec.json.decode(path.read_bytes(), type=list[dict[str, Any]]) if path.exists() else []

    def view(self) -> PublicView:
        """Everything, verified just now."""
        return public_view(self.charter, self.proofs(), self.witnesses(), self.said())


def _published(ask: Ask) -> Shown:
    return Shown("public.html", ask.node.view(), N_("What was published"), more={"page_name": page_name})


def _proof(ask: Ask) -> Sent:
    found = ask.node.proofs().get(ask.names["name"])
    if found is None:
        raise nothing_here()
    return Sent(found, "application/json", ask.names["name"])


def _framed(ask: Ask) -> Sent:
    """The page about a count that other sites can show in a frame."""
    view = ask.node.view()
    count = next((each for each in view.counts if page_name(each.file) == ask.names["name"]), None)
    if count is None:
        raise nothing_here()
    return Sent(embedded_page(view, count), "text/html", ask.names["name"])


def _charter(ask: Ask) -> Sent:
    return Sent(ask.node.charter.raw, "application/json", "charter.json")


def public_layout(ask: Ask) -> Mapping[str, Any]:
    """What surrounds the public pages."""
    menu = (("/", N_("What was published")), (checker(ask), N_("Check a proof")))
    return layout_of(ask, [ask.node.charter], ask.t.gettext(N_("The public")), menu, ask.t.gettext(_SUPPOSED))


PUBLIC: Final = (
    Page("/", _published, "read", about="Everything that was published, verified just now", view=PublicView),
    Page("/proofs/{name}", _proof, "read"),
    Page("/framed/{name}", _framed, "read"),
    Page("/charter", _charter, "read"),
    *VERIFIER,
)

# ---------------------------------------------------------------- the host


@dataclass
class Host(Outsider):
    """A witness, and the folder through which the parties ask it by file."""

    witness: Witness
    exchange: Path
    names: dict[str, str]

    def close(self) -> None:
        self.witness.close()


def _signed_states(ask: Ask) -> Shown:
    view = witness_view(ask.node.witness, questions_waiting(ask.node.exchange))
    return Shown("host.html", view, N_("Signed states that were looked at"))


def _countersign(ask: Ask) -> Answer:
    signed, refused = answer_questions(ask.node.witness, ask.node.exchange)
    if refused:
        return Moved("/", N_("%(signed)d countersigned; %(refused)d refused: they do not continue what was countersigned before."),
                     {"signed": signed, "refused": refused}, rings={})  # fmt: skip
    return Moved("/", N_("%(signed)d countersigned."), {"signed": signed}, rings={})


def host_layout(ask: Ask) -> Mapping[str, Any]:
    """What surrounds the host's pages."""
    menu = (("/", N_("Signed states")), (checker(ask), N_("Check a proof")))
    host: Host = ask.node
    return layout_of(ask, host.witness.charters, ask.t.text_of(host.names), menu, ask.t.gettext(_SUPPOSED))


HOST: Final = (
    Page("/", _signed_states, "read", about="The signed states that this witness has countersigned", view=WitnessView),
    Page("/countersign", _countersign, "read", method="POST"),
    *VERIFIER,
)

# ---------------------------------------------------------------- the first page of an exercise


@dataclass
class Start(Outsider):
    """The report, linked, and the chairs.

    Attributes:
        facts: its map, or None for a story without a report.
        chairs: party id, `host` or `public` -> address.
        suppose: what was supposed when it was played.
    """

    charter: Charter
    facts: FactsView | None
    chairs: dict[str, str]
    host_names: dict[str, str]
    suppose: str
    report: dict[str, str] = field(default_factory=dict)


def _report(ask: Ask) -> Shown:
    return _start_page(ask, ask.node.facts)


def _with_report(ask: Ask) -> Shown:
    """The same with the sentences of a report that somebody hands in; it is looked at and forgotten."""
    files = ask.files.get("report", ())
    if not files:
        raise CallerError(N_("no report was chosen"), hint=N_("Choose the report as a plain text file."))
    raw = files[0].file.read(REPORT_BYTES + 1)
    if len(raw) > REPORT_BYTES:
        raise CallerError(N_("this is larger than %(limit)d bytes; a report is shorter"), limit=REPORT_BYTES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallerError(N_("this is no text in UTF-8"), hint=N_("Choose the report as a plain text file.")) from error
    view = with_sentences(ask.node.facts, text)
    if not view.matched:
        hint = N_("choose the report of 30 September 2021 as plain text")
        raise CallerError(N_("no sentence of this file is one of the report's"), hint=hint)
    return _start_page(ask, view)


def _start_page(ask: Ask, view: FactsView | None) -> Shown:
    start: Start = ask.node
    more = {"start": start, "parties": sorted(start.charter.parties)}
    return Shown("start.html", view or FactsView(facts=[], linked=0), N_("The report, linked"), more=more)


def start_layout(ask: Ask) -> Mapping[str, Any]:
    """What surrounds the first page."""
    start: Start = ask.node
    return layout_of(ask, [start.charter], ask.t.gettext(N_("Détente")), (), ask.t.gettext(_SUPPOSED))


START: Final = (
    Page("/", _report, "read", about="The facts of the report, and where each stands in the record", view=FactsView),
    Page("/report", _with_report, "read", method="POST"),
    *VERIFIER,
)

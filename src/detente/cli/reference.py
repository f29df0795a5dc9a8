"""Writes docs/reference: cli.md from the tree of commands, json.md from the views, the JSON Schemas from the forms of files.

Run as `python -m detente.cli.reference`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

import detente.views
from detente.agreements.schema import agreement_schema, declarations_schema
from detente.cli.app import build
from detente.cli.codes import help_text
from detente.cli.session import DEFAULT_NODE, Session, set_session
from detente.cli.usage import GLOBALS, argument_name, option_names, usage_line
from detente.i18n import translator
from detente.press import evaluation, values
from detente.views.base import View

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference"

INTRODUCTION = """# The commands

This page is made from the program by `make docs`.
[What `--json` prints](json.md) is a page of its own; the words are in [the glossary](../glossary.md).

Every command ends with 0 when it did what it was asked to do, with 1 when that was refused or is not proven, and with 2 on wrong usage.
Results go to standard output; errors, questions and progress go to standard error.
The passphrase is asked for, or taken from `DETENTE_PASSPHRASE`, or from the variable that `DETENTE_PASSPHRASE_VARIABLE` names.
Commands that only read need none.
What a person signs takes the passphrase of that person as well.
It is asked for, or taken from the variable with the id of the person in capitals and `_` for `-`: `DETENTE_PASSPHRASE_OF_DE_BERG`.
`delegate passphrase` takes the new one from `DETENTE_NEW_PASSPHRASE_OF_DE_BERG`.

An entry is named as `PARTY/NUMBER`, such as `usa/3`: the entry with that number in the log of that party, counted from 0.
In another channel it is `CHANNEL:PARTY/NUMBER`, in a later generation of a log `PARTY.GENERATION/NUMBER`.

These options may stand before or after any command:
"""

JSON_INTRODUCTION = """# What `--json` prints

This page is made from the program by `make docs`.
Each result is one JSON value with the keys below; keys are never renamed and never leave, new ones may come.
Times are as entries carry them (`2021-09-30T08:00:00Z`), digests and roots are base64, ids are hex, names go by language.
Kinds, outcomes and states are the technical words of [the glossary](../glossary.md), in every language the same.
An error is `{"error": {"text", "template", "hint"}}`, with exit code 1 or 2.
`verify` prints the verdict as the protocol describes it: its keys are those of `Verdict.to_json` in `src/detente/record/verdict.py`.
"""

PRINTED_BY = {
    "NodeMade": "init",
    "FileWritten": "party, open-file, witness ask, calendar",
    "FilesWritten": "report, brief --pdf, brief --docx, exposure --pdf, held --compare --pdf",
    "CharterView": "charter new, charter show",
    "ChartersSigned": "charter show (without a file)",
    "CharterSigned": "charter sign",
    "ChannelFounded": "channel new",
    "Drafted": "every command that makes an act",
    "SealDone": "seal, rekey --all",
    "Sealed": "rekey",
    "Reopened": "reopen",
    "KeysView": "keys",
    "RootFileShown": "root export, root notice, root check, root remove",
    "RootSucceeded": "root succeed",
    "RootRevoked": "root revoke",
    "RenewalList": "renewal list, renewal add",
    "RenewalView": "renewal make, renewal sign, renewal check FILE",
    "RenewalsChecked": "renewal check",
    "DrillList": "drill",
    "DrillView": "drill NAME",
    "OutboxView": "outbox",
    "Dropped": "draft drop, outbox --drop",
    "Carried": "send, receive, sync",
    "CouriersView": "courier",
    "ExposureView": "exposure",
    "HeldView": "held",
    "Divergence": "held --compare",
    "SizeAsked": "held --at",
    "Narrowed": "held --said",
    "SheetsWritten": "sheet write",
    "SheetsRead": "sheet read",
    "DoorView": "door show, door withdraw, door bound",
    "TokenMade": "door token",
    "Dictated": "say",
    "HeardView": "hear",
    "StatusView": "status",
    "BriefView": "brief",
    "LogView": "log",
    "EntryView": "log REF, show REF",
    "RequestsView": "requests",
    "RequestView": "show REF",
    "IssuesView": "issue list",
    "IssueView": "issue show",
    "UndertakingsView": "undertakings",
    "UndertakingView": "show REF",
    "NotesView": "note list",
    "ExchangesView": "exchange list",
    "ExchangeView": "exchange show",
    "StatementsView": "statement list",
    "StatementView": "statement show, show REF",
    "ReportView": "press read FILE",
    "FolderRead": "press read FOLDER",
    "EvaluationView": "press evaluate",
    "ReleasesView": "releases",
    "KnownView": "known",
    "ProposalsView": "proposals",
    "MeetingsView": "meeting list",
    "MeetingView": "meeting show",
    "GroupsView": "group list",
    "GroupOpened": "group open",
    "TextsView": "text list",
    "TextView": "text show",
    "AgreementsView": "agreement list",
    "AgreementView": "agreement show",
    "AgreementCheck": "agreement check",
    "AgreementExplained": "agreement explain",
    "QuotaView": "agreement quota",
    "PeopleView": "delegate list, contacts list",
    "DelegateKey": "delegate key, delegate passphrase",
    "StandingView": "standing",
    "ContradictionsView": "contradictions",
    "Checked": "fsck",
    "StoreShown": "store show",
    "StoreMoved": "store move",
    "Proof": "prove",
    "DemoDone": "demo",
    "FactsShown": "demo --map",
    "WitnessMade": "witness new",
    "WitnessDone": "witness answer, witness add",
    "KnownLogsView": "witness log list",
    "PolicyView": "witness policy",
    "WitnessesAsked": "witness submit",
    "TilesWritten": "tiles write",
    "LogAudited": "tiles check",
    "AuditView": "audit",
    "DraftsView": "draft list, draft policy",
    "DraftView": "draft show, draft edit, draft clear",
    "HandoverView": "handover list, handover add, handover done",
    "SearchView": "search",
    "TalliesView": "tallies",
    "TimelineView": "timeline",
    "ContactsView": "contacts now",
    "AccountsView": "account list",
    "AccountView": "account add, account show, account change, account password",
    "SessionsView": "account sessions",
    "AccountRemoved": "account remove",
}


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command that can be run, with how it is called."""
    subs = getattr(command, "commands", None)
    if subs is None:
        yield path, command
        return
    for name, sub in subs.items():
        yield from commands(sub, f"{path} {name}")


def cli_page() -> str:
    """The page docs/reference/cli.md."""
    lines = [INTRODUCTION]
    lines += [f"- `{name}`: {text}" for name, text in GLOBALS]
    lines += ["", "`detente --version` prints the version and the format."]
    for path, command in commands(build("en"), "detente"):
        lines += ["", f"## {path.removeprefix('detente ')}", "", f"`{usage_line(command, path)}`", "", command.help]
        rows = [(f"`{argument_name(p)}`", p.help) for p in command.params if p.param_type_name == "argument"]
        rows += [(f"`{option_names(p)}`".replace("|", "\\|"), p.help) for p in command.params if p.param_type_name == "option"]
        rows = [(name, help_text(translator("en"), text)) for name, text in rows]
        if rows:
            lines += ["", "| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows)]
    return "\n".join(lines) + "\n"


def views() -> dict[str, type[msgspec.Struct]]:
    """All views by name, and what stands in them; those of pages alone, which no command prints, are described by openapi.json."""
    for module in pkgutil.iter_modules(detente.views.__path__):
        importlib.import_module("detente.views." + module.name)
    below = [*View.__subclasses__()]
    for view in below:
        below += view.__subclasses__()
    found = {view.__name__: view for view in below if view.__module__.startswith(detente.views.__name__)}
    return found | {value.__name__: value for value in (values.Statement, values.Count, values.Meeting, values.Caption, evaluation.Miss)}


def json_page() -> str:
    """The page docs/reference/json.md."""
    lines = [JSON_INTRODUCTION.rstrip()]
    known = views()
    order = [name for name in PRINTED_BY if name in known] + sorted(set(known) - set(PRINTED_BY))
    for name in order:
        view = known[name]
        lines += ["", f"## {name}", ""]
        if name in PRINTED_BY:
            lines += [f"Printed by: `{PRINTED_BY[name]}`.", ""]
        lines += [" ".join((view.__doc__ or "").split()), "", "| key | value |", "|---|---|"]
        lines += [f"| `{key}` | {_type(kind)} |" for key, kind in get_type_hints(view).items() if not key.startswith("__")]
    return "\n".join(lines) + "\n"


def _type(kind: Any) -> str:
    text = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    for old, new in (("typing.", ""), ("NoneType", "null"), ("None", "null"), (" | ", " or ")):
        text = text.replace(old, new)
    for module in pkgutil.iter_modules(detente.views.__path__):
        text = text.replace(f"detente.views.{module.name}.", "")
    for inner in (values, evaluation):
        text = text.replace(f"{inner.__name__}.", "")
    return text.replace("[", "\\[")


def schema_page(schema: Callable[[], dict[str, Any]]) -> str:
    """A JSON Schema of a file that people write."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "json.md": json_page,
    "agreement.schema.json": lambda: schema_page(agreement_schema),
    "declarations.schema.json": lambda: schema_page(declarations_schema),
}


def main() -> int:
    """Write all of them."""
    set_session(Session(Path(DEFAULT_NODE), named=False, language="en", json=False))
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

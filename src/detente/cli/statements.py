# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for what was said in public: statements beside the record, and the right of reply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, _texts, act, add_act, by_tag
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.dialogue.acts import Act, Ref
    from detente.node.node import Node
    from detente.node.room import Room

STATEMENT = N_("The statement, as PARTY/NUMBER; detente statement list has it.")
REVIEWED = N_("The statement, as PARTY/NUMBER; otherwise all of the channel.")
NONE = "-"
FIGURE = N_(
    "A number that was said: WHAT BY TO [NUMBER] [QUALIFIER], such as 'sent rus usa 45' or 'answered usa rus all';"
    " the qualifier is exact, about, over, under, most, nearly_half, almost_never or all; - for a party that is not named;"
    " of=THING, from=DATE, until=DATE may follow; repeat it."
)


def figure(text: str) -> dict[str, Any]:
    """A figure as people type it.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields

    words = text.split()
    found: dict[str, Any] = {"qualifier": "exact", "what": words[0] if words else ""}
    parties = iter(("by", "to"))
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if equals and name in {"of", "from", "until"}:
            found[name] = value.replace("_", " ") if name == "of" else value
        elif word.isascii() and word.isdigit():
            found["number"] = int(word)
        elif word in fields.QUALIFIERS:
            found["qualifier"] = word
        elif (place := next(parties, None)) is not None:
            if word != NONE:
                found[place] = word
        else:
            found["what"] = ""  # a word too many
    if not fields.figures([found]):
        raise CallerError(
            N_("'%(text)s' is no figure; write WHAT BY TO [NUMBER] [QUALIFIER]"),
            hint=N_("Write it such as --figure 'sent rus usa 45 exact' or --figure 'answered usa rus most'."), text=text,
        )  # fmt: skip
    return found


def speakers(sides: list[str], names: list[str], offices: list[str]) -> list[dict[str, str]]:
    """Who said it: the first --side, --speaker and --office are the first speaker's, and so on; - for what is not known.

    Raises:
        CallerError: there are more names or offices than sides.
    """
    if max(len(names), len(offices)) > len(sides):
        raise CallerError(
            N_("there are %(names)d --speaker and %(offices)d --office for %(sides)d --side; each speaker has a side of his own"),
            names=len(names), offices=len(offices), sides=len(sides),
        )  # fmt: skip
    found = []
    for place, side in enumerate(sides):
        one = {"side": side}
        for key, given in (("name", names), ("office", offices)):
            if place < len(given) and given[place] != NONE:
                one |= _texts(**{key: given[place]})
        found.append(one)
    return found


def add(
    side: list[str] = typer.Option(..., "--side", metavar="SIDE", help=N_("Of which side: a party, or another word; repeat it.")),
    speaker: list[str] = typer.Option(
        [], "--speaker", metavar="NAME", help=N_("Who said it; - for an unnamed speaker; for several, in the order of the sides.")
    ),
    office: list[str] = typer.Option([], "--office", metavar="TEXT", help=N_("In what office; in the same order.")),
    said_on: str = typer.Option(..., "--said-on", metavar="DATE", help=N_("When it was said: a day, a month or a range.")),
    claim: str = typer.Option("claim", "--claim", metavar="KIND", help=N_("One of these: %(claims)s.")),
    quote: list[str] = typer.Option([], "--quote", metavar="LANGUAGE=TEXT", help=N_("The words that were said, by language; repeat it.")),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=N_("What was said, in our own words.")),
    figures: list[str] = typer.Option([], "--figure", metavar="FIGURE", help=FIGURE),
    according_to: list[str] = typer.Option(
        [], "--according-to", metavar="TEXT", help=N_("Through whom it is known, such as an agency; nearest first; repeat it.")
    ),
    about: str | None = typer.Option(None, "--about", metavar="MATTER", help=N_("What it is about, such as track/cyber.")),
    place: str | None = typer.Option(None, "--place", metavar="TEXT", help=N_("Where it was said.")),
    occasion: str | None = typer.Option(None, "--occasion", metavar="TEXT", help=N_("On what occasion.")),
    unchanged_since: str | None = typer.Option(
        None, "--unchanged-since", metavar="DATE", help=N_("Since when the position is said to be unchanged; a date, or open.")
    ),
    of: str | None = typer.Option(None, "--of", metavar="REF", help=N_("Another statement that this one takes up, as PARTY/NUMBER.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import CLAIMS
    from detente.views import acting_register

    given: dict[str, Any] = {
        "claim": forms.one_of(claim, CLAIMS), "speakers": speakers(side, speaker, office), "said_on": forms.when(said_on),
        "quotation": by_tag(quote, "--quote"), "text": text, "place": place, "occasion": occasion,
        "figures": [figure(each) for each in figures], "according_to": according_to,
        "about": None if about is None else forms.matter(*about.split("/")),
        "unchanged_since": None if unchanged_since is None else forms.when(unchanged_since),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_register.statement, given, re=[] if of is None else [of], channel=channel, seal_now=seal)


def _statement(node: Node, text: str, channel: str | None) -> tuple[Room, Ref, Act]:
    from detente.views.base import parse_ref

    room, ref = parse_ref(node, text, channel)
    found = room.fold.register.statements.get(ref)
    if found is None:
        raise CallerError(N_("%(ref)s is no public statement"), hint=N_("detente statement list"), ref=str(ref))
    return room, ref, found


def reply(
    ref: str = typer.Argument(..., metavar="REF", help=STATEMENT),
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_register

    with session().open(secrets=seal) as node:
        act(node, acting_register.reply, {"text": text}, re=[ref], channel=channel, seal_now=seal)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_statements import render_statements
    from detente.views.statements import statements_view

    s = session()
    with s.open() as node:
        s.emit(statements_view(node, node.room(channel)), render_statements)


def show(
    ref: str = typer.Argument(..., metavar="REF", help=STATEMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_statements import render_statement
    from detente.views.statements import statement_view

    s = session()
    with s.open() as node:
        room, _, act = _statement(node, ref, channel)
        s.emit(statement_view(node, room, act), render_statement)


def claim_review(
    ref: str | None = typer.Argument(None, metavar="REF", help=REVIEWED),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where it is written; the file must be new.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    import msgspec

    from detente.cli.files import write_new, written
    from detente.node.called import own_names
    from detente.views import claim_review as reviewing
    from detente.views.statements import statement_view, statements_view

    s = session()
    with s.open() as node:
        by = (s.t.text_of(own_names(node), node.party), node.now[:10])
        if ref is None:
            room = node.room(channel)
            value = reviewing.claim_reviews([statements_view(node, room)], *by)
            said = N_("The statements beside the record are in %(path)s.")
        else:
            room, _, found = _statement(node, ref, channel)
            value = reviewing.claim_review(statement_view(node, room, found), *by)
            said = N_("The statement beside the record is in %(path)s.")
        exercise = room.channel.charter.exercise
    data = msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
    written(write_new(out, data), data, said, exercise=exercise)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    statements = group(N_("What was said in public, with its source; beside each figure what the record says. It judges nobody."))
    add_act(statements, "add", add, N_("Enter a public statement, with its source (--source)."))
    add_act(statements, "reply", reply, N_("Reply to a public statement; the reply is shown beside it."))
    statements.command("list", cls=Command, help=N_("List the public statements, and where the counts that were made public differ."))(
        list_
    )
    statements.command("show", cls=Command, help=N_("Show a statement: who, where, through whom, and its figures beside the record."))(show)
    review = N_("Write one statement, or all, beside the record as ClaimReview (JSON-LD), for pages of fact-checkers.")
    statements.command("claim-review", cls=Command, help=review)(claim_review)
    app.add_typer(statements, name="statement")

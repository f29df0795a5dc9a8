# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The demo: plays a story between two nodes and a host, and says what came of it (story.py, views/facts.py; the data: examples/)."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from detente.cli.publishing import write_released
from detente.cli.session import SECRETS_OPEN, Session, session
from detente.cli.table import PLAYED
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.cli.story import Player, Story
    from detente.node.node import Node
    from detente.record.charter import Charter
    from detente.record.note import VerifierKey
    from detente.views.results import DemoCount, FactLinked
    from detente.views.standing import StandingView

STORY: Final = "geneva-2021"


def demo(
    folder: Path | None = typer.Option(None, "--dir", metavar="DIR", help=N_("Where to put it; otherwise ./demo, or ./demo-2 and so on.")),
    suppose: str | None = typer.Option(
        None, "--suppose", metavar="WHAT",
        help=N_("What is supposed of the requests: report (as the report states it) or june (as stated on 16 June)."),
    ),
    story: str = typer.Option(STORY, "--story", metavar="NAME", help=N_("Another story: its name, or a folder with a story.toml.")),
    facts: bool = typer.Option(False, "--map", help=N_("Show each fact of the report beside what carries it in the records.")),
    no_browser: bool = typer.Option(False, "--no-browser", help=N_("Serve no page: end after saying where things are.")),
    port: int | None = typer.Option(
        None, "--port", metavar="NUMBER", min=1024, max=65000,
        help=N_("Where the first page is served; the chairs follow at the next ports. Otherwise the first free ones from 8750 on."),
    ),
) -> None:  # fmt: skip
    s = session()
    s.exercise(on=True)
    played = folder is not None and (folder / PLAYED).exists()
    if folder is not None and played and facts:
        _show_map(s, folder)
        return
    if folder is None or not played:
        from detente.cli.story import read_story

        folder = _place(folder)
        play(s, read_story(story, suppose), folder, facts=facts)
    if not no_browser and not s.json:
        from detente.cli.table import open_table

        open_table(s, folder, browser=True, port=port)


def _place(folder: Path | None) -> Path:
    if folder is None:
        folder, number = Path("demo"), 2
        while folder.exists():
            folder, number = Path(f"demo-{number}"), number + 1
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CallerError(
            N_("%(path)s is not an empty folder; it was left as it is"), hint=N_("Choose another place with --dir."), path=str(folder)
        )
    return folder


def play(s: Session, story: Story, folder: Path, *, facts: bool = False) -> None:
    """Found, play, count, prove, verify; say each part of the tale."""
    from detente.cli.story import Player
    from detente.node.founding import found_dialogue
    from detente.node.node import Node
    from detente.node.witnessing import Witness
    from detente.node.zones import set_zone

    for name in ("courier", "proofs", "public", *story.parties):
        (folder / name).mkdir(parents=True)
    with ExitStack() as closing:
        nodes = {party: Node.create(folder / party, party, names, SECRETS_OPEN) for party, names in story.parties.items()}
        for node in nodes.values():
            closing.callback(node.close)
        about = story.value["dialogue"]
        parts = {name: about[name] for name in ("purpose", "mandate", "aliases") if name in about}
        charter = found_dialogue(list(nodes.values()), names=about["names"], exercise=True, **parts)
        for node in nodes.values():
            for party, zone in story.zones.items():
                set_zone(node, party, zone)
        (folder / "public" / "charter.json").write_bytes(charter.raw)
        witness = None
        if story.witness is not None:
            witness = Witness.create(folder / story.witness["id"], story.witness["name"], [charter], SECRETS_OPEN)
            closing.callback(witness.close)
        player = Player(story, folder, charter, nodes, witness)
        _tell(s, story, player, about["begins"])
        _finish(s, story, player, facts=facts)


def _tell(s: Session, story: Story, player: Player, begins: str) -> None:
    player.begin(begins)
    number, told = 0, 0
    for step in story.steps():
        if "chapter" in step:
            player.settle()
            _end_chapter(s, number, told)
            number, told = number + 1, 0
            if not s.json:
                s.text(f"{number}. {s.t.text_of(step['chapter'], '')}")
        player.play(step)
        told += 1
    player.settle()
    player.translate()
    _end_chapter(s, number, told)


def _end_chapter(s: Session, number: int, told: int) -> None:
    if number:
        s.text("   " + s.t.ngettext("%(n)d step was played", "%(n)d steps were played", told))


def _finish(s: Session, story: Story, player: Player, *, facts: bool) -> None:
    from detente.record.note import format_vkey
    from detente.views.facts import read_map, save_refs
    from detente.views.results import DemoDone
    from detente.views.standing import standing_view

    folder, charter = player.folder, player.charter
    label = story.value["proofs"]["channel"]
    refs = {name: [where, ref.value] for name, (where, ref) in player.refs.items()}
    save_refs(
        folder / PLAYED,
        {"story": story.name, "suppose": story.suppose, "requests": label, "ended": player.moment.isoformat(), "steps": refs},
    )
    labels = sorted({room.label for node in player.nodes.values() for room in node.rooms.values()})
    views = {each: {party: standing_view(node.room(each)) for party, node in player.nodes.items()} for each in labels}
    agreed = all(len({view.digest for view in by.values()}) == 1 and all(view.agreed for view in by.values()) for by in views.values())
    _say_standing(s, player, views[label], label, agreed=agreed)
    if player.witness is not None:
        s.text(
            s.t.ngettext(
                "The host has countersigned %(n)d signed state, and has seen no contents.",
                "The host has countersigned %(n)d signed states, and has seen no contents.",
                len(player.countersigned),
            )
        )
    proofs = _prove(player, label)
    keys = [] if player.witness is None else player.witness.vkeys
    (folder / "public" / "host.vkeys").write_text("".join(format_vkey(key) + "\n" for key in keys), "ascii")
    verdicts = _verify(s, proofs, charter, keys)
    node = next(iter(player.nodes.values()))
    write_released(node, folder / "public", label)
    rows = _linked(node, label, player.refs, read_map(story.folder))
    counts = _counts(s, node)
    if facts and not s.json:
        _print_map(s, rows)
    view = DemoDone(
        folder=str(folder),
        charter=charter.id,
        nodes={party: str(folder / party) for party in story.parties},
        suppose=story.suppose,
        proofs=verdicts,
        agreed=agreed,
        countersigned=len(player.countersigned),
        counts=counts,
        facts=rows,
        exercise=True,
    )
    if s.json:
        s.emit(view, lambda _s, _v: None)
    else:
        _say_end(s, story, folder, proofs, label, rows)
    if not agreed or set(verdicts.values()) != {"proven"} or any(row.missing for row in rows):
        raise typer.Exit(1)


def _say_standing(s: Session, player: Player, views: dict[str, StandingView], label: str, *, agreed: bool) -> None:
    from detente.views.words import in_order, who

    parties = player.story.parties
    if s.json:
        return
    s.head(N_("Where each side stands in '%(label)s', as its own node computes it:"), label=label)
    s.table(
        [N_("Node"), N_("Requests of"), N_("Sent"), N_("Answered"), N_("Open"), N_("Digest of the count")],
        [
            [
                party,
                who(s.t, parties[other], other),
                s.t.number(view.requests[other].sent),
                s.t.number(view.requests[other].answered),
                s.t.number(view.requests[other].open),
                view.digest[:16] + "…",
            ]
            for party in in_order(s.t, parties)
            for view in [views[party]]
            for other in in_order(s.t, parties)
        ],
        numbers={2, 3, 4},
    )
    s.say(N_("All this is supposed for this exercise; no record of the real channel is public."))
    s.say(
        N_("Both have computed and signed the same count, in every channel.")
        if agreed
        else N_("The two counts differ; this should not be.")
    )


def _prove(player: Player, label: str) -> dict[str, Path]:
    from detente.node import proving
    from detente.views.standing import proof_of_standing

    named = player.story.value["proofs"]
    request, answer = player.refs[named["request"]][1], player.refs[named["answer"]][1]
    room = player.nodes[request.party].room(label)
    made = {
        "standing": proof_of_standing(room),
        "entry": proving.prove_entry(room, [request]),
        "field": proving.prove_entry(room, [answer], ["outcome"]),
        "receipt": proving.prove_receipt(room, request, answer.party),
        "log": proving.prove_log(room),
    }
    paths = {}
    for name, raw in made.items():
        paths[name] = player.folder / "proofs" / f"{name}.proof.json"
        paths[name].write_bytes(raw)
    return paths


def _verify(s: Session, proofs: dict[str, Path], charter: Charter, witnesses: list[VerifierKey]) -> dict[str, str]:
    """Check each file as an outsider would: the file, the charter's hash, and the keys that the host has published."""
    from detente.cli.render_verdict import HEADLINES
    from detente.dialogue.counting import read_section
    from detente.record.proof import verify_proof

    s.head(N_("Proofs for an outsider who trusts only the charter's hash, checked:"))
    s.line("  " + charter.id)
    verdicts = {}
    for name, path in proofs.items():
        verdicts[name] = verify_proof(
            path.read_bytes(), charter_digest=charter.id, witness_keys=witnesses, read_section=read_section
        ).status
        s.line(f"   {path}  {s.t.gettext(HEADLINES[verdicts[name]])}")
    return verdicts


def _counts(s: Session, node: Node) -> list[DemoCount]:
    """The counts that were made public, each beside the record that was played."""
    from detente.views.results import DemoCount
    from detente.views.statements import statements_view
    from detente.views.words_matters import COMPARED

    said = [row for row in statements_view(node, node.room("plenary")).statements if row.record is not None and row.verdict is not None]
    counts = []
    for row in said:
        if any(figure.counted is not None for figure in row.figures):
            speakers = [each.name or each.office or each.side for each in row.speakers]
            counts.append(DemoCount(entry=row.ref, said_on=row.said_on, speakers=speakers, verdict=row.verdict))
    if counts and not s.json:
        s.head(N_("The counts that were made public differ. Beside what was played, each of them:"))
        s.table(
            [N_("Said on"), N_("By"), N_("The record"), N_("Entry")],
            [[s.t.when(each.said_on), ", ".join(each.speakers), s.t.gettext(COMPARED[str(each.verdict)]), each.entry] for each in counts],
        )
    return counts


# ---- the map ----


def _linked(node: Node, label: str, refs: dict[str, Any], facts: list[Any]) -> list[FactLinked]:
    from detente.views.facts import Places, linked
    from detente.views.results import FactLinked

    rows = []
    for fact, found in linked(facts, Places(node, "plenary", label, refs)):
        rows.append(
            FactLinked(
                number=fact.number,
                sentence=fact.sentence,
                words=fact.words,
                places=[place for _, place in found if place is not None],
                missing=[name for name, place in found if place is None],
            )
        )
    return rows


def _show_map(s: Session, folder: Path) -> None:
    """The map over a demo that was played before, read off one of its nodes."""
    import msgspec

    from detente.cli.story import read_story
    from detente.dialogue.acts import Ref
    from detente.node.node import Node
    from detente.views.facts import read_map
    from detente.views.results import FactsShown

    played = msgspec.json.decode((folder / PLAYED).read_bytes())
    refs = {name: (where, Ref(*ref)) for name, (where, ref) in played["steps"].items()}
    paths = sorted(path.parent for path in folder.glob("*/node.json"))
    with Node.open(paths[0], SECRETS_OPEN) as node:
        rows = _linked(node, played["requests"], refs, read_map(read_story(played["story"], None).folder))
    view = FactsShown(facts=rows, linked=sum(not row.missing for row in rows), exercise=True)
    s.emit(view, lambda s, view: _print_map(s, view.facts))
    if view.linked != len(rows):
        raise typer.Exit(1)


def _print_map(s: Session, rows: list[FactLinked]) -> None:
    s.table(
        [N_("No."), N_("Fact of the report, in our words"), N_("Carried by")],
        [
            [s.t.number(row.number), s.t.text_of(row.words, ""), "\n".join([*row.places, *("! " + name for name in row.missing)])]
            for row in rows
        ],
        numbers={0},
    )
    s.say(N_("%(linked)s of %(facts)s linked."), linked=s.t.number(sum(not row.missing for row in rows)), facts=s.t.number(len(rows)))


def _say_end(s: Session, story: Story, folder: Path, proofs: dict[str, Path], label: str, rows: list[FactLinked]) -> None:
    first = next(iter(story.parties))
    last = list(story.parties)[-1]
    if rows:
        s.say(
            N_("%(linked)s of %(facts)s facts of the report are linked; detente demo --map --dir %(path)s shows them."),
            linked=s.t.number(sum(not row.missing for row in rows)),
            facts=s.t.number(len(rows)),
            path=str(folder),
        )
    s.head(N_("Try next:"))
    host = (folder / "public" / "host.vkeys").read_text("ascii").split()
    trust = f" --witness {host[0]}" if host else ""
    s.line(f"  detente verify {proofs['standing']} --charter {folder / 'public' / 'charter.json'}{trust}")
    s.line(f"  detente --node {folder / last} status")
    s.line(f"  detente --node {folder / first} standing {label}")

# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The demo: an exercise dialogue of two nodes in a folder, from founding to proof. Its content is supposed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from detente.cli.session import SECRETS_OPEN, Session, session
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room
    from detente.record.charter import Charter
    from detente.views.standing import Section

PARTIES: Final = {
    "rus": {"ar": "الاتحاد الروسي", "en": "Russian Federation", "ru": "Российская Федерация"},
    "usa": {"ar": "الولايات المتحدة الأمريكية", "en": "United States of America", "ru": "Соединённые Штаты Америки"},
}
DIALOGUE: Final = {
    "ar": "حوار الاستقرار الاستراتيجي (تدريب)",
    "en": "Strategic stability dialogue (exercise)",
    "ru": "Диалог по стратегической стабильности (учебный)",
}
REQUEST: Final = {"subject": "Supposed request", "text": "Supposed content: what is known of the incident of 3 September?"}
ANSWER: Final = {"text": "Supposed content: this is what we know of it."}
FOLDERS: Final = ("courier", "public", "rus", "usa")


def demo(
    folder: Path | None = typer.Option(None, "--dir", metavar="DIR", help=N_("Where to put it; otherwise ./demo, or ./demo-2 and so on.")),
    no_browser: bool = typer.Option(False, "--no-browser", help=N_("Open no page. This version has none and ends in the terminal anyway.")),
) -> None:
    del no_browser
    s = session()
    play(s, _place(folder))


def _place(folder: Path | None) -> Path:
    if folder is None:
        folder, number = Path("demo"), 2
        while folder.exists():
            folder, number = Path(f"demo-{number}"), number + 1
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CallerError(
            N_("%(path)s is not an empty folder; it was left as it is"), hint=N_("choose another place with --dir"), path=str(folder)
        )
    return folder


def play(s: Session, folder: Path) -> None:
    """Found, ask, carry, answer, count, prove, verify; say each step."""
    from detente.node.founding import found_dialogue
    from detente.node.node import Node

    s.exercise(on=True)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    nodes = {party: Node.create(folder / party, party, names, SECRETS_OPEN) for party, names in PARTIES.items()}
    try:
        s.say(N_("1. Two nodes are made in %(path)s, one for each party; each has keys of its own."), path=str(folder))
        charter = found_dialogue(list(nodes.values()), names=DIALOGUE, exercise=True)
        (folder / "public" / "charter.json").write_bytes(charter.raw)
        s.say(N_("2. Both have signed one charter. Its hash:"))
        s.line("   " + charter.id)
        request, answer = _exchange(s, folder, nodes)
        agreed = _standing(s, nodes)
        proofs = _prove(folder / "public", nodes["rus"].room(None), request, answer)
        verdicts = _verify(s, proofs, charter)
    finally:
        for node in nodes.values():
            node.close()
    _end(s, folder, charter, proofs, verdicts, agreed=agreed)


def _exchange(s: Session, folder: Path, nodes: dict[str, Node]) -> tuple[Any, Any]:
    """One request and its answer, through the folder."""
    from detente.cli.carrying import carry
    from detente.dialogue.fold import Ref
    from detente.node.sealing import seal

    courier = folder / "courier"

    def both() -> None:
        for node in nodes.values():
            carry(node, courier, take=True, leave=True)

    for _ in range(2):
        both()
    rus, usa = nodes["rus"], nodes["usa"]
    room = rus.room(None)
    rus.draft(room, {"kind": "request", "to": "usa", **REQUEST})
    request = Ref("rus", 0, seal(rus, room).head.size - 2)
    s.say(N_("3. One party asks, and seals its request as %(ref)s; a folder plays the courier."), ref=str(request))
    both()
    room = usa.room(None)
    usa.draft(room, {"kind": "answer", "re": [[request.party, request.generation, request.index]], "outcome": "full", **ANSWER})
    answer = Ref("usa", 0, seal(usa, room).head.size - 2)
    s.say(N_("4. The other gives its receipt, and answers in %(ref)s."), ref=str(answer))
    for _ in range(2):
        for node in (usa, rus):
            carry(node, courier, take=True, leave=True)
    return request, answer


def _standing(s: Session, nodes: dict[str, Node]) -> bool:
    from detente.cli.words import in_order
    from detente.views.standing import standing_view

    views = {party: standing_view(node.room(None)) for party, node in nodes.items()}
    same = len({view.digest for view in views.values()}) == 1 and all(view.agreed for view in views.values())
    s.say(N_("5. Where each side stands, as its own node computes it:"))
    if not s.json:
        sections = {party: {section.party: section for section in view.sections} for party, view in views.items()}
        s.table(
            [N_("Node"), N_("Requests of"), N_("Sent"), N_("Answered"), N_("Open"), N_("Digest of the count")],
            [
                [party, other, *(s.t.number(n) for n in _numbers(sections[party][other])), views[party].digest[:16] + "…"]
                for party in in_order(s.t, PARTIES)
                for other in in_order(s.t, PARTIES)
            ],
            numbers={2, 3, 4},
        )
    s.say(N_("Both have computed and signed the same count.") if same else N_("The two counts differ; this should not be."))
    return same


def _numbers(section: Section) -> tuple[int, int, int]:
    return section.counts["sent"], section.answered, section.counts["open"]


def _prove(folder: Path, room: Room, request: Any, answer: Any) -> dict[str, Path]:
    from detente.node import proving
    from detente.views.standing import proof_of_standing

    made = {
        "standing": proof_of_standing(room),
        "entry": proving.prove_entry(room, [request]),
        "field": proving.prove_entry(room, [answer], ["outcome"]),
        "receipt": proving.prove_receipt(room, request, "usa"),
        "log": proving.prove_log(room),
    }
    paths = {}
    for name, raw in made.items():
        paths[name] = folder / f"{name}.proof.json"
        paths[name].write_bytes(raw)
    return paths


def _verify(s: Session, proofs: dict[str, Path], charter: Charter) -> dict[str, str]:
    """Check each file as an outsider would: the file, and the charter's hash."""
    from detente.cli.render_verdict import HEADLINES
    from detente.dialogue.counting import read_section
    from detente.record.proof import verify_proof

    s.say(N_("6. Proofs for an outsider who trusts only the charter's hash, checked:"))
    verdicts = {}
    for name, path in proofs.items():
        verdicts[name] = verify_proof(path.read_bytes(), charter_digest=charter.id, read_section=read_section).status
        s.line(f"   {path}  {s.t.gettext(HEADLINES[verdicts[name]])}")
    return verdicts


def _end(s: Session, folder: Path, charter: Charter, proofs: dict[str, Path], verdicts: dict[str, str], *, agreed: bool) -> None:
    from detente.views.results import DemoDone

    view = DemoDone(
        folder=str(folder),
        charter=charter.id,
        nodes={party: str(folder / party) for party in PARTIES},
        proofs=verdicts,
        agreed=agreed,
        exercise=True,
    )
    if s.json:
        s.emit(view, lambda _s, _v: None)
    else:
        s.head(N_("Try next:"))
        s.line(f"  detente verify {proofs['standing']} --charter {folder / 'public' / 'charter.json'}")
        s.line(f"  detente --node {folder / 'rus'} status")
        s.line(f'  detente --node {folder / "usa"} request rus "Supposed question." --seal')
    if not agreed or set(verdicts.values()) != {"proven"}:
        raise typer.Exit(1)

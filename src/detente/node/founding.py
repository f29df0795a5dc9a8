"""Founding a dialogue: from what each party hands over to the charter that all adopt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.errors import N_, CallerError, FormatError
from detente.node.node import Node, Random
from detente.node.roots import root_key
from detente.node.sealing import certify_ahead
from detente.record import canonical
from detente.record.charter import Charter, k_digest, parse_charter, plenary_channel
from detente.record.note import Note, format_note, sign_ed25519
from detente.record.text import encode_base64

DEFAULT_SEAL_EVERY = 4096


def compose_charter(  # noqa: PLR0913 - a charter has these parts
    introductions: dict[str, dict[str, Any]], *, nonce: bytes, k: bytes, names: dict[str, str], exercise: bool,
    purpose: dict[str, str] | None = None, mandate: dict[str, Any] | None = None, aliases: dict[str, list[str]] | None = None,
    languages: Sequence[str] = ("ar", "en", "ru"), terms: dict[str, Any] | None = None,
) -> Charter:  # fmt: skip
    """Put a charter together from the parts that all parties handed over.

    Args:
        introductions: party id -> names, root, recipients, next, notice.
        nonce: 32 random bytes: no two dialogues have one id.
        k: the secret of the plenary; the founder alone gives it to the others, in its first entry.

    Raises:
        FormatError: a part is missing or wrong.
    """
    value = {
        "v": 1, "exercise": exercise, "rules": 1, "names": names, "aliases": aliases or {}, "purpose": purpose or {},
        "mandate": mandate or {}, "languages": list(languages), "nonce": encode_base64(nonce), "k": encode_base64(k_digest(k)),
        "parties": introductions, "seal_every": DEFAULT_SEAL_EVERY, "terms": terms or {},
    }  # fmt: skip
    return parse_charter(canonical.encode(value))


def introduction_file(node: Node) -> bytes:
    """What a party hands over for one dialogue; canonical JSON."""
    return canonical.encode({"detente": "party", "v": 1, "id": node.party, "party": node.introduction()})


def parse_introduction(raw: bytes) -> tuple[str, dict[str, Any]]:
    """Read what a party handed over.

    Raises:
        FormatError: it is not such a file.
    """
    value = canonical.decode(raw.removesuffix(b"\n"), limit=1 << 16)
    if (
        type(value) is not dict
        or value.get("detente") != "party"
        or type(value.get("party")) is not dict
        or type(value.get("id")) is not str
    ):
        raise FormatError(N_("not what `detente init` writes for the other parties"))
    return value["id"], value["party"]


def found_dialogue(nodes: Sequence[Node], *, exercise: bool = True, random: Random | None = None, **parts: Any) -> Charter:
    """Found a dialogue between nodes that one person holds: for exercises and demonstrations. The first is the founder."""
    draw = random or nodes[0].random
    nonce, k = draw(32), draw(32)
    introductions = {node.party: node.introduction() for node in nodes}
    charter = compose_charter(introductions, nonce=nonce, k=k, exercise=exercise, names=parts.pop("names", {"en": "Exercise"}), **parts)
    for number, node in enumerate(nodes):
        node.adopt(charter, k if number == 0 else None)
        sign_charter(node, charter)
    return charter


def sign_charter(node: Node, charter: Charter) -> bytes:
    """Agree to a charter: from now on the plenary is opened as soon as it can be. Returns a signed note to publish with it.

    Raises:
        CallerError: the node has not adopted the charter.
    """
    if charter.id not in node.charters:
        raise CallerError(N_("the charter %(dialogue)s has not been adopted by this node"), dialogue=charter.id)
    root = root_key(node, charter, N_("Bring its file for this one act:\ndetente charter sign FILE --root FILE"))
    certify_ahead(node, node.rooms[plenary_channel(charter).id])
    with node.store.transaction():
        node.store.set_meta("signed:" + charter.id, b"1")
    text = f"detente charter {charter.id}\n{node.party}\n".encode("ascii")
    return format_note(Note(text, (sign_ed25519(f"{node.party}.root", root.ed25519, text),)))


def keep_founding_secret(node: Node, charter: Charter, k: bytes) -> None:
    """Let this node found the plenary of a charter that it composed, once it has adopted it.

    Raises:
        CallerError: the charter does not name the keys of this node.
    """
    ours = charter.parties.get(node.party)
    if ours is None or ours.root != node.keys.root_public:
        raise CallerError(
            N_("the charter does not name the keys of this node for the party %(party)s"),
            hint=N_(
                "This writes the introduction of this node; found the charter with it:\n"
                "detente party --out party.json"
            ), party=node.party,
        )  # fmt: skip
    node.keys.add_channel_secret(plenary_channel(charter).id, k)

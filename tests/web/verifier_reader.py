"""A person with the page that checks proofs before them, and what the package says about the same files."""

from __future__ import annotations

import base64
import html.parser
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conformance.run import load
from playwright.sync_api import Page

from detente.dialogue.counting import read_section
from detente.record.charter import parse_charter
from detente.record.note import parse_vkey
from detente.record.proof import verify_proof
from detente.record.text import encode_base64
from detente.record.verdict import NOT_PROVEN, Verdict

ROOT = Path(__file__).resolve().parents[2]
JS = ROOT / "conformance" / "js"
FILE = ROOT / "src" / "detente" / "web" / "verifier" / "verify.html"


class Reader:
    """A person with the page before them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self._heard: list[tuple[Any, Callable[[Any], None]]] = []
        self.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)

    def on(self, event: Any, hear: Callable[[Any], None]) -> None:
        """Hear of something until they leave."""
        self.page.on(event, hear)
        self._heard.append((event, hear))

    def leave(self) -> None:
        """Hear of nothing any more."""
        for event, hear in self._heard:
            self.page.remove_listener(event, hear)

    def open(self, lang: str = "en", theme: str = "light", address: str = FILE.as_uri()) -> None:
        self.page.goto("about:blank")
        self.page.goto(f"{address}#lang={lang}&theme={theme}")

    def give_hash(self, text: str) -> None:
        self.page.fill("#charter", text)
        self.page.dispatch_event("#charter", "change")

    def choose(self, place: str, *files: tuple[str, bytes] | Path) -> None:
        """Choose a file in one of the two places: `proof` or `charter`."""
        given = [f if isinstance(f, Path) else {"name": f[0], "mimeType": "application/json", "buffer": f[1]} for f in files]
        self.page.evaluate("document.getElementById('result').dataset.state = 'before'")
        self.page.set_input_files(f"#choose-{place}", given)
        self.page.wait_for_selector("#result:not([data-state=before])", state="attached")
        self.settle()

    def drop(self, *files: tuple[str, bytes]) -> None:
        """Drop files on the page."""
        self.page.evaluate("document.getElementById('result').dataset.state = 'before'")
        self.page.evaluate(
            """files => {
                const carried = new DataTransfer();
                for (const [name, text] of files) carried.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name));
                dispatchEvent(new DragEvent('drop', {dataTransfer: carried, cancelable: true}));
            }""",
            [[name, base64.b64encode(raw).decode()] for name, raw in files],
        )
        self.page.wait_for_selector("#result:not([data-state=before])", state="attached")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector("#result[data-state=done], #result[data-state=empty]", state="attached")

    def verdict(self) -> dict[str, Any]:
        """What the page exposes for programs."""
        self.settle()
        return {k: v for k, v in self.page.evaluate("({...document.getElementById('result').dataset})").items() if k != "state"}

    def sentence(self) -> str:
        return self.page.inner_text("#sentence")

    def notices(self) -> str:
        return self.page.inner_text("#notices")


def charter_hash(talks: Path) -> str:
    return parse_charter((talks / "charter.json").read_bytes().removesuffix(b"\n")).id


def proof_vectors() -> list[tuple[str, bytes, str | None]]:
    found = []
    for _, vector in load():
        if vector["command"] == "verify-proof":
            given = vector["input"]
            raw = base64.b64decode(given["file_b64"]) if "file_b64" in given else given["file"].encode()
            found.append((vector["name"], raw, given["charter"]))
    return found


def expected(verdict: Verdict) -> dict[str, str]:
    """What the page must expose for a verdict of the package."""
    if verdict.status == NOT_PROVEN:
        return {"verdict": verdict.status, "step": str(verdict.step)}
    said = {
        "verdict": verdict.status,
        "claim": str(verdict.claim),
        "signers": " ".join(verdict.signers),
        "caveats": " ".join(verdict.caveats),
    }
    return said | ({"standing": encode_base64(verdict.standing)} if verdict.standing else {})


def ours(raw: bytes, charter: str | None, witnesses: tuple[str, ...] = ()) -> Verdict:
    return verify_proof(raw, charter_digest=charter, witness_keys=[parse_vkey(key) for key in witnesses], read_section=read_section)


def in_node(program: str, given: Any) -> Any:
    """What a JavaScript program prints, as JSON; `given` is its input."""
    command = ["node", "--conditions=browser", "--input-type=module", "--eval", program]
    done = subprocess.run(command, cwd=JS, input=json.dumps(given), capture_output=True, text=True, timeout=300, check=True)
    return json.loads(done.stdout)


class Elements(html.parser.HTMLParser):
    """Every element with its attributes, and what stands in script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.inside = tag if tag in self.inline else None

    def handle_data(self, data):
        if self.inside:
            self.inline[self.inside].append(data)

    def handle_endtag(self, tag):
        self.inside = None


def shown_by(report: dict[str, Any]) -> dict[str, Any]:
    """The page's report, as far as the package has the same."""
    place = ("party", "generation")
    standing = report["standing"]
    return {
        "signers": report["signers"],
        "others": report["others"],
        "fingerprints": {party: item["fingerprint"] for party, item in report["party"].items()},
        "entries": [{k: e[k] for k in (*place, "index", "size", "fields", "hidden", "before", "after")} for e in report["entries"]],
        "witnesses": [{k: w[k] for k in (*place, "size", "name", "time", "confirmed")} for w in report["witnesses"]],
        "acts": standing and standing["acts"],
        "answered": standing and {p: [c["sent"], c["answered"], c["addsUp"]] for p, c in standing["requests"].items()},
        "attests": standing and {s["party"]: s["attests"] for s in standing["seals"]},
        "hidden": standing and standing["hidden"],
        "receipt": report["receipt"] and [report["receipt"][k] for k in ("by", "of")] + [report["receipt"]["last"] + 1],
        "logs": [[x["party"], x["size"], x["kinds"], x["notShown"], x["repeated"]] for x in report["logs"]],
        "references": sorted(
            [r[k] or "" for k in ("party", "kind", "toParty", "toKind")] + [r["entries"], r["targets"]] for r in report["references"]
        ),
        "fork": report["fork"] and [report["fork"]["party"], report["fork"]["heads"]],
    }


def shown_in(verdict: dict[str, Any]) -> dict[str, Any]:
    """The same out of the package's verdict."""
    standing = verdict["standing"]
    place = ("party", "generation")
    return {
        "signers": verdict["signers"],
        "others": verdict["not_signed"],
        "fingerprints": {party["id"]: party["fingerprint"] for party in verdict["parties"]},
        "entries": [{k: e[k] for k in (*place, "index", "size", "fields", "hidden", "before", "after")} for e in verdict["entries"]],
        "witnesses": [{k: w[k] for k in (*place, "size", "name", "time", "confirmed")} for w in verdict["witnesses"]],
        "acts": standing and standing["cut"]["acts"],
        "answered": standing
        and {n.partition("/")[2]: [d["sent"], d["answered"], d["adds_up"]] for n, d in standing["derived"].items() if d["well_formed"]},
        "attests": standing and {s["party"]: s["attests"] for s in verdict["seals"]},
        "hidden": standing and standing["sections_not_shown"],
        "receipt": verdict["receipt"] and [verdict["receipt"][k] for k in ("by", "of")] + [verdict["receipt"]["size"]],
        "logs": [
            [
                x["party"],
                x["size"],
                {k["kind"]: k["entries"] for k in x["kinds"]} | ({"seal": x["seals"]} if x["seals"] else {}),
                x["not_shown"],
                x["repeated"],
            ]
            for x in verdict["logs"]
        ],
        "references": sorted(
            [r[k] or "" for k in ("party", "kind", "to_party", "to_kind")] + [r["entries"], r["targets"]] for r in verdict["references"]
        ),
        "fork": verdict["fork"] and [verdict["fork"]["party"], verdict["fork"]["heads"]],
    }

"""The examples of docs/protocol.md, made from vectors/scene.json: `python conformance/examples.py --write` puts them in anew.

In the page each stands in the block after `<!-- example: NAME -->`. A test compares them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "protocol.md"
SCENE = ROOT / "vectors" / "scene.json"

_BLOCK = re.compile(r"(<!-- example: (\w+) -->\n```\n)(.*?)(```\n)", re.DOTALL)
_LONG_BASE64 = re.compile(r"(?<![0-9A-Za-z+/])([A-Za-z0-9+/]{12})[A-Za-z0-9+/]{76,}={0,2}")


def elide(text):
    """Base64 of more than 64 bytes shortened to its first twelve characters."""
    return _LONG_BASE64.sub(r"\1…", text)


def compact(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def broken(value, depth=1, indent=""):
    """Canonical JSON with line breaks down to a depth, for the eye."""
    if depth == 0 or not isinstance(value, dict) or not value:
        return compact(value)
    inner = indent + "  "
    rows = [f"{inner}{compact(name)}:{broken(item, depth - 1, inner)}" for name, item in sorted(value.items())]
    return "{\n" + ",\n".join(rows) + "\n" + indent + "}"


def lined(value):
    """A list with each of its items on a line of its own, lists inside it too."""
    rows = [("[\n    " + ",\n    ".join(map(compact, item)) + "]") if isinstance(item, list) and item else compact(item) for item in value]
    return "[" + ",\n  ".join(rows) + "]"


def short_text(text):
    """The first line of a text."""
    return text.split("\n")[0] + "\n…" if "\n" in text else text


def make(scene):
    charter = json.loads(scene["charter"])
    cut = scene["cut"]
    entry = scene["entry"]
    evidence = {name: short_text(value) if name.startswith("note/") else value for name, value in scene["evidence"].items()}
    evidence = {name: {"cert": "…"} if name.startswith("cert/") else value for name, value in evidence.items()}
    opening = dict(scene["opening"])
    opening["cert"] = {"cert": "…"}
    proof = json.loads(scene["proof"])
    log = proof["logs"][0]
    shown = {
        **log, "certs": ["…"], "heads": [log["heads"][0].split("\n")[0] + "\n…"],
        "entries": [{**item, "leaves": [item["leaves"][0], "…"], "path": [item["path"][0], "…"]} for item in log["entries"]],
    }  # fmt: skip
    proof = {**proof, "charter": "…", "channel": "…", "logs": [shown, "…"]}
    examples = {
        "canonical": '{"a":[1,-2,null,true],"b":{"name":"محادثات"},"c":"line\\nfeed"}',
        "charter": f"{broken(charter, 3)}\n\ndialogue {scene['dialogue']}",
        "channel": f"{broken(scene['channel'])}\n\nchannel  {scene['channel_id']}\nlog rus 0 {scene['log']}\norigin   {scene['origin']}",
        "entry": f"{entry['line']}\n\nleaf {entry['leaf']}",
        "destroyed": f"{lined(json.loads(entry['destroyed']))}\n\nleaf {entry['leaf']}",
        "checkpoint": scene["checkpoint"].removesuffix("\n"),
        "certificate": broken(scene["certificate"], 2),
        "opening": broken(opening),
        "seal": f'["e","{json.loads(scene["seal"])[1]}",{broken(json.loads(scene["seal"])[2])}]',
        "cut": f"{broken(cut)}\n\ncut digest {scene['cut_digest']}",
        "standing": "\n".join(f"{name}  {compact(value)}" for name, value in sorted(scene["standing"].items()))
        + f"\n\nK {scene['k']}\nstanding over the cut of the example above, rules 1: {scene['standing_digest']}",
        "evidence": broken(evidence),
        "pouch": scene["pouch"].removesuffix("\n"),
        "ask": scene["ask"].removesuffix("\n"),
        "proof": broken(proof, 2)
        .replace('[{"certs"', '[\n    {"certs"')
        .replace(',"entries":', ',\n     "entries":')
        .replace('},"…"]', '},\n    "…"]')
        .replace('"open":[', '\n      "open":[')
        .replace('"path":', '\n      "path":')
        .replace('"heads":', '\n     "heads":'),
        "tlogproof": scene["tlog_proof"].removesuffix("\n"),
    }
    return {name: elide(text) for name, text in examples.items()}


def fill(page, examples):
    """The page with every example put in."""
    return _BLOCK.sub(lambda match: f"{match[1]}{examples[match[2]]}\n{match[4]}", page)


def names(page):
    return [match[2] for match in _BLOCK.finditer(page)]


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    filled = fill(text, make(json.loads(SCENE.read_text(encoding="utf-8"))))
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(filled, encoding="utf-8")
    print("the page is as the vectors say" if filled == text else "the examples of the page differ from the vectors")

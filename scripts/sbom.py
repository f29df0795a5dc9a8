"""What the program is made of, as CycloneDX 1.6: `python scripts/sbom.py [FILE]`, standard output otherwise.

Python packages come from requirements/lock.txt, with the licence that each states of itself where it is installed; what only developers
need is marked `excluded`, what an extra brings `optional`. The libraries inside the page that checks proofs come from the lock file of
npm. The same sources give the same bytes: there is no time and no random number in it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import detente

ROOT = Path(__file__).resolve().parent.parent
INSIDE_THE_VERIFIER = re.compile(r"^  // node_modules/(@?[\w-]+/[\w-]+|[\w-]+)/", re.MULTILINE)


def locked() -> dict[str, tuple[str, list[str]]]:
    """name -> version, and the SHA-256 of each of its files."""
    text = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
    blocks = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ \\\n]+)((?:[^\n]*\n(?!\S))*[^\n]*)", text, re.MULTILINE)
    return {canonicalize_name(name): (version, re.findall(r"sha256:([0-9a-f]{64})", rest)) for name, version, rest in blocks}


def needed(names: list[str], there: set[str]) -> set[str]:
    """Packages of the lock that these requirements bring, with what those need."""
    found: set[str] = set()
    todo = [Requirement(name) for name in names]
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name in found or name not in there:
            continue
        found.add(name)
        todo += [
            each
            for each in map(Requirement, metadata.requires(name) or [])
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras))
        ]
    return found


def licence_of(name: str) -> list[dict[str, Any]]:
    said = metadata.metadata(name)
    if said.get("License-Expression"):
        return [{"expression": said["License-Expression"]}]
    classified = [each.rpartition(":: ")[2] for each in said.get_all("Classifier") or [] if each.startswith("License ::")]
    names = classified or ([said["License"].splitlines()[0]] if said.get("License") else [])
    return [{"license": {"name": each}} for each in names]


def python_parts() -> list[dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = locked()
    extras = project["optional-dependencies"]
    always = needed(project["dependencies"], set(lock))
    optional = needed(
        [each for extra, wanted in extras.items() if extra != "dev" for each in wanted if not each.startswith("detente[")], set(lock)
    )
    parts = []
    for name, (version, hashes) in sorted(lock.items()):
        part = {
            "type": "library", "bom-ref": f"pkg:pypi/{name}@{version}", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}",
            "scope": "required" if name in always else "optional" if name in optional else "excluded",
            "properties": [{"name": "detente:file-sha256", "value": each} for each in hashes],
        }  # fmt: skip
        try:
            part["licenses"] = licence_of(name)
        except metadata.PackageNotFoundError:  # for another version of Python, or another system
            part["licenses"] = []
        parts.append(part)
    return parts


def page_parts() -> list[dict[str, Any]]:
    """What the page that checks proofs carries inside."""
    text = (ROOT / "src" / "detente" / "web" / "verifier" / "verify.html").read_text("utf-8")
    packages = json.loads((ROOT / "conformance" / "js" / "package-lock.json").read_text("utf-8"))["packages"]
    parts = []
    for name in sorted(set(INSIDE_THE_VERIFIER.findall(text))):
        package = packages[f"node_modules/{name}"]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        parts.append({
            "type": "library", "bom-ref": purl, "name": name, "version": package["version"], "purl": purl, "scope": "required",
            "licenses": [{"expression": package["license"]}], "properties": [{"name": "detente:npm-integrity", "value": package["integrity"]}],
        })  # fmt: skip
    return parts


def sbom() -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "detente", "name": "detente", "version": detente.__version__,
                "licenses": [{"expression": "Apache-2.0 AND OFL-1.1"}],
            }
        },
        "components": [*python_parts(), *page_parts()],
    }  # fmt: skip


def main() -> None:
    text = json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).parent.mkdir(parents=True, exist_ok=True)
        Path(sys.argv[1]).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()

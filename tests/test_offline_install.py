"""`pip install detente` works from a folder of wheels, on a machine without a network (docs/howto/offline-install.md)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"true", "1", "yes"}
PROGRAMS = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def fill(folder: Path) -> Path:
    """Put our wheel and those of the core dependencies, as locked, into the folder; the part that needs a registry."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    built = run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("detente-*.whl")
    lock = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
    constraints = folder.parent / "constraints.txt"
    constraints.write_text("\n".join(re.findall(r"^[a-z0-9-]+==[^ \\]+", lock, re.MULTILINE)), "utf-8")
    got = run(*pip, "download", "--only-binary", ":all:", "--dest", folder, "--constraint", constraints, wheel)
    if got.returncode != 0:
        if IN_CI:
            pytest.fail(f"the folder of wheels could not be filled: {got.stderr}")
        pytest.skip("needs a package registry: connect this machine to one, or set PIP_INDEX_URL to a mirror")
    return wheel


@pytest.mark.slow
def test_installs_and_starts_from_a_folder_of_wheels(tmp_path):
    folder = tmp_path / "wheels"
    folder.mkdir()
    fill(folder)

    # From here on pip knows no registry: no variable, no settings file, no index.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    env["PIP_CONFIG_FILE"] = os.devnull
    venv.create(tmp_path / "venv")
    programs = tmp_path / "venv" / PROGRAMS
    there = (sys.executable, "-m", "pip", "--python", programs / "python")
    installed = run(*there, "install", "--no-compile", "--no-index", "--find-links", folder, "detente", env=env)
    assert installed.returncode == 0, installed.stdout + installed.stderr

    started = run(programs / "detente", "--version", env=env)
    assert started.returncode == 0, started.stderr
    assert detente.__version__ in started.stdout

    code = "import detente, detente.record, detente.dialogue, detente.node; print(detente.__version__, detente.__file__)"
    imported = run(programs / "python", "-c", code, env=env)
    assert imported.returncode == 0, imported.stderr
    version, file = imported.stdout.split(maxsplit=1)
    assert version == detente.__version__
    assert "site-packages" in file, "the wheel was imported, not the source tree"

    played = run(programs / "detente", "demo", "--no-browser", "--story", "first-request", "--dir", tmp_path / "demo", env=env)
    assert played.returncode == 0, played.stdout + played.stderr
    assert len([*(tmp_path / "demo" / "proofs").glob("*.proof.json")]) == 5, "the stories are in the wheel"

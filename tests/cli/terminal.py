"""Somebody at a terminal: what is asked there is answered there."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# `detente`, but that a passphrase costs little when it is set (tests/cheap_age.py); tests/node/test_keystore.py sees to what it costs.
PROGRAM = """
import sys
from tests import cheap_age
from detente.node import passphrases
from detente.cli.main import run
passphrases.encrypt = cheap_age.encrypt
sys.argv[0] = "detente"
run()
"""


def at_a_terminal(line: str, *answers: str, node: str = "north", asks: str = r"(?:of berg|again): ") -> tuple[int, str]:
    """Run a command at a terminal, and type these as they are asked; the exit code, and what stood there.

    Args:
        asks: by which words one knows that something is asked.
    """
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", PROGRAM, "--node", node, *line.split()]
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings, start_new_session=True)
    os.close(theirs)
    said, asked = "", 0
    with contextlib.suppress(OSError):  # Linux says so when the other side of a terminal is closed
        while piece := os.read(ours, 4096).decode("utf-8", "replace"):
            said += piece
            while len(answers) > asked < len(re.findall(asks, said)):
                os.write(ours, answers[asked].encode() + b"\n")
                asked += 1
    os.close(ours)
    return running.wait(), said

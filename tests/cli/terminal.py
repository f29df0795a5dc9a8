"""Somebody at a terminal: what is asked there is answered there."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path


def at_a_terminal(line: str, *answers: str, node: str = "north", asks: str = r"(?:of berg|again): ") -> tuple[int, str]:
    """Run a command at a terminal, and type these as they are asked; the exit code, and what stood there.

    Args:
        asks: by which words one knows that something is asked.
    """
    ours, theirs = os.openpty()
    command = [str(Path(sys.executable).with_name("detente")), "--node", node, *line.split()]
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
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

"""git beside the record: the same lines as commits without signatures, and what a clone takes that checks hashes and links.

An entry is the message of an empty commit, or a file in a commit of its own. git compresses and uses both processors; nothing is signed,
nothing is encrypted, nothing is counted.
"""

import subprocess
import time
from pathlib import Path

START = b"reset refs/heads/main\n"
_WHO = b"committer a <a@example.org> 1633000000 +0000\n"


def clone(folder: Path, lines, *, files):
    """Seconds, on the wall, for a clone of a repository of SHA-256 that has a commit for each line."""
    made, copy = folder / "made.git", folder / "copy.git"
    _git("init", "--quiet", "--bare", "--object-format=sha256", made)
    subprocess.run(["git", "-C", made, "fast-import", "--quiet"], input=b"".join([START, *commits(lines, files)]), check=True)
    start = time.perf_counter()
    _git("-c", "transfer.fsckObjects=true", "clone", "--quiet", "--bare", "--no-local", made.as_uri(), copy)
    spent = time.perf_counter() - start
    count = subprocess.run(["git", "-C", copy, "rev-list", "--count", "main"], check=True, capture_output=True, text=True).stdout
    assert int(count) == len(lines), count
    return spent


def commits(lines, files):
    """A commit for each line, as `git fast-import` reads it."""
    for line in lines:
        message = b"." if files else line
        yield b"commit refs/heads/main\n" + _WHO + b"data %d\n%s\n" % (len(message), message)
        if files:
            yield b"M 100644 inline entry\ndata %d\n%s\n" % (len(line), line)


def _git(*arguments):
    subprocess.run(["git", *arguments], check=True)

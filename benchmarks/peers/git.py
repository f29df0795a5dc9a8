"""git: an entry as the message of a commit, or (`--files`) as a file of a commit of its own; SHA-256, nothing signed.

append     one `git fast-import`; after each batch a checkpoint is waited for, which closes a pack, with everything synced (core.fsync=all)
replicate  `git clone` over its own protocol, which checks the form, the hashes and the links of all objects
cold       `git fsck --full --strict`
"""

import resource
import subprocess
import sys

from benchmarks.measuring import now
from benchmarks.peers.entries import batches
from benchmarks.peers.phases import serve

from benchmarks import git

SYNCED = ("-c", "core.fsync=all")
FILES = "--files" in sys.argv


def append(place):
    subprocess.run(["git", "init", "--quiet", "--bare", "--object-format=sha256", "--initial-branch=main", place.a], check=True)
    start = now()
    command = ["git", *SYNCED, "-c", "fastimport.unpackLimit=0", "-C", place.a, "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as importer:
        importer.stdin.write(git.START)
        for part in batches(place.entries, place.batch):
            importer.stdin.writelines(git.commits(part, FILES))
            importer.stdin.write(b"checkpoint\nprogress kept\n")
            importer.stdin.flush()
            assert importer.stdout.readline() == b"progress kept\n"
        importer.stdin.close()
        assert importer.wait() == 0
    return now() - start


def replicate(place):
    start = now()
    checked = ("-c", "transfer.fsckObjects=true")
    subprocess.run(["git", *SYNCED, *checked, "clone", "--quiet", "--bare", "--no-local", place.a.as_uri(), place.b], check=True)
    return counted(place, now() - start)


def cold(place):
    start = now()
    subprocess.run(
        ["git", "-C", place.b, "fsck", "--full", "--strict", "--no-dangling", "--no-progress"], check=True, stdout=subprocess.DEVNULL
    )
    return counted(place, now() - start)


def counted(place, spent):
    count = subprocess.run(["git", "-C", place.b, "rev-list", "--count", "main"], check=True, capture_output=True, text=True).stdout
    assert int(count) == place.count, count
    return spent


def peak():
    """Of the largest of git's processes, in megabytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    serve({"append": append, "replicate": replicate, "cold": cold}, peak)

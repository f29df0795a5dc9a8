"""The numbers that a reader sees before provisions: they follow from the order, and name nothing.

1. the first numbered paragraph at level 0; 1.1. the first below it; 1.1.1. and so on.
"""

from __future__ import annotations

from detente.texts.model import Version


def numbers(version: Version) -> dict[str, str]:
    """The number of each numbered provision, by id: "2.1". Headings and plain paragraphs have none.

    A numbered paragraph counts anew below each numbered paragraph that stands less deep. Where a level is left out, it counts as 1.
    """
    counts: list[int] = []
    found: dict[str, str] = {}
    for provision in version.provisions:
        if provision.look != "numbered":
            continue
        del counts[provision.level + 1 :]
        counts.extend([0] * (provision.level + 1 - len(counts)))
        counts[provision.level] += 1
        found[provision.id] = ".".join(str(count or 1) for count in counts)
    return found

"""When files leave, and of which size, where a timetable is set."""

from __future__ import annotations

from detente.errors import N_
from detente.i18n import Translator
from detente.node.node import Node, format_time
from detente.node.sending import plan
from detente.node.timetable import Timetable, next_time, timetable_of
from detente.views.base import View


class TimetableShown(View, frozen=True):
    """Every so many hours from midnight UTC, at this minute, files of so many KiB.

    `at_once`: channels that are not held back; `next`: the next time.
    """

    hours: int
    minute: int
    kib: int
    at_once: list[str]
    next: str


def timetable_view(node: Node) -> TimetableShown | None:
    """What is set; None: files leave as they are due."""
    table = timetable_of(node)
    if table is None:
        return None
    at_once = sorted(node.rooms[channel].label for channel in table.at_once if channel in node.rooms)
    following = format_time(next_time(table, node.clock()))
    return TimetableShown(hours=table.hours, minute=table.minute, kib=table.kib, at_once=at_once, next=following)


def table_of(node: Node, hours: int, minute: int, kib: int, at_once: list[str]) -> Timetable | None:
    """A timetable as a person names it; 0 hours: none.

    Raises:
        CallerError: a channel of this name is not known.
    """
    return Timetable(hours, minute, kib, tuple(node.room(label).id for label in at_once)) if hours else None


def waits_until(node: Node) -> str | None:
    """When what is due leaves by the timetable; None where nothing waits for it."""
    table = timetable_of(node)
    if table is None or all(parcel.room.id in table.at_once for parcel in plan(node)):
        return None
    return format_time(next_time(table, node.clock()))


def timetable_texts(t: Translator, shown: TimetableShown) -> list[str]:
    """What is set, in sentences, for the terminal and the pages."""
    found = [
        t.ngettext(
            "By the timetable a file leaves for each channel every %(n)d hour, at minute %(minute)d UTC.",
            "By the timetable a file leaves for each channel every %(n)d hours, at minute %(minute)d UTC.",
            shown.hours, minute=shown.minute,
        ),
        t.gettext(
            N_("Each has %(kib)d KiB, also when nothing is in it; the next leaves on %(time)s."), kib=shown.kib, time=t.time(shown.next)
        ),
    ]  # fmt: skip
    if shown.at_once:
        found.append(
            t.gettext(N_("Not held back: %(channels)s. Their files show when something is said there."), channels=t.listing(shown.at_once))
        )
    return found

"""The courier: rounds by the addresses that an administrator set; files that come and go by hand; what is held and why."""

from __future__ import annotations

import msgspec

from detente.errors import N_, CallerError
from detente.node.courier_settings import courier_of
from detente.node.couriers import BY_HAND_MOST, Handed, Way, by_hand, close_ways, is_taken, laid_out, lay_out, open_ways, size_of, take_away
from detente.node.node import Node
from detente.views import phrases
from detente.views.base import View
from detente.views.carrying import WaitingView, ask_witnesses, carry, waiting_view
from detente.views.countersigned import AnswersKept, answers_kept
from detente.views.results import Carried
from detente.views.timetable import TimetableShown, timetable_texts, timetable_view
from detente.web.pages import Ask, Moved, Page, Sent, Shown, nothing_here
from detente.web.urgent import newest, urgent_since

_LAST = "courier:last"
_NAMED = 3
"""How many of the files that were refused are named at once; the rest stand below."""


class LastRun(View, frozen=True):
    """The last run of a courier from these pages, and when."""

    at: str
    carried: Carried


class HandFile(View, frozen=True):
    """A file that waits to be taken away by hand. `channel`: of which it is, `to`: who can open it; null and empty: not known."""

    name: str
    bytes: int
    channel: str | None
    to: list[str]


class CourierView(View, frozen=True):
    """The courier's page. `couriers`: where they go, folders and addresses; `every`: seconds between rounds, 0: they go when sent."""

    waiting: WaitingView
    couriers: list[str]
    every: int
    timetable: TimetableShown | None
    last: LastRun | None
    witnesses: AnswersKept | None
    by_hand: list[HandFile]


def show(ask: Ask) -> Shown:
    """What waits for the courier, and what its last run brought."""
    node: Node = ask.node
    set_up = courier_of(node)
    raw = node.store.get_meta(_LAST)
    view = CourierView(
        waiting=waiting_view(node),
        couriers=list(set_up.addresses),
        every=set_up.every,
        timetable=timetable_view(node),
        witnesses=answers_kept(node),
        last=None if raw is None else msgspec.json.decode(raw, type=LastRun),
        by_hand=_by_hand(node),
    )
    said = {
        line.channel.label: phrases.check_text(ask.t, line.last_check, line.channel.members)
        for line in view.waiting.lines
        if line.last_check
    }
    times = [] if view.timetable is None else timetable_texts(ask.t, view.timetable)
    return Shown("courier.html", view, N_("Courier"), more={"checks": said, "most_files": BY_HAND_MOST, "times": times})


def _by_hand(node: Node) -> list[HandFile]:
    known, found = laid_out(node), []
    for name in by_hand(node).list():
        what = known.get(name)
        room = None if what is None else node.rooms.get(what.channel)
        to = [] if what is None else [party for party in what.parties if party != node.party]
        found.append(HandFile(name=name, bytes=size_of(node, name), channel=None if room is None else room.label, to=to))
    return found


def go(ask: Ask) -> Moved:
    """One round by every courier that was set; with `outside` what is due leaves although a timetable holds it back.

    Raises:
        CallerError: none was set.
        DetenteError: there is one, and it failed.
    """
    addresses = courier_of(ask.node).addresses
    if not addresses:
        raise CallerError(N_("no courier is set; an administrator sets it"))
    outside = bool(ask.form.get("outside"))
    before, ways = newest(ask.node), open_ways(ask.node, addresses)
    try:
        carried = carry(ask.node, ways, take=True, leave=True, outside=outside)
    finally:
        close_ways(ways)
    carried = msgspec.structs.replace(carried, witnesses=ask_witnesses(ask.node, outside=outside))
    return _done(ask, carried, before)


def take(ask: Ask) -> Moved:
    """Take containers that came by another way.

    Raises:
        CallerError: no file was chosen, or too many.
    """
    files = [(upload.filename or "", upload.file.read()) for upload in ask.files.get("files", ())]
    if not files:
        raise CallerError(N_("no file was chosen"))
    if len(files) > BY_HAND_MOST:
        raise CallerError(N_("%(seen)d files were chosen; at most %(limit)d are taken at once"), seen=len(files), limit=BY_HAND_MOST)
    carrier, before = Handed(files), newest(ask.node)
    carried = carry(ask.node, [Way.by(carrier)], take=True, leave=False)
    refused = [msgspec.structs.replace(item, file=carrier.called.get(item.file, item.file)) for item in carried.refused]
    return _done(ask, msgspec.structs.replace(carried, refused=refused), before)


def hand_over(ask: Ask) -> Moved:
    """Lay what is due into files that somebody takes away."""
    left = lay_out(ask.node)
    if not left:
        return Moved("/courier", N_("Nothing was due to leave."))
    return Moved("/courier#by-hand", N_("What was due lies ready below: %(files)d"), {"files": left}, rings={"left": left})


def download(ask: Ask) -> Sent:
    """One file that goes by hand; it stays until somebody says that it was taken."""
    data = take_away(ask.node, str(ask.names["name"]))
    if data is None:
        raise nothing_here()
    return Sent(data, "application/octet-stream", str(ask.names["name"]))


def taken(ask: Ask) -> Moved:
    """Somebody has taken a file away; it is removed here. What it held is sent again if nobody confirms it."""
    if not is_taken(ask.node, str(ask.names["name"])):
        raise nothing_here()
    return Moved("/courier#by-hand", N_("The file is removed here. If no receipt comes, what it held is sent again."))


def _done(ask: Ask, carried: Carried, before: int) -> Moved:
    """Remember what a run brought, for the page; tell the others who have pages open."""
    run = LastRun(at=ask.now, carried=carried)
    with ask.node.store.transaction():
        ask.node.store.set_meta(_LAST, msgspec.json.encode(run))
    urgent = urgent_since(ask.node, before)
    news = {"acts": carried.acts, "left": carried.files_left, **({} if urgent is None else {"urgent": urgent})}
    if carried.refused:
        said = N_("Refused, and nothing of it taken in: %(files)s. Why, stands below; the record stays as it was.")
        names = ask.t.listing(item.file for item in carried.refused[:_NAMED])
        return Moved("/courier#last", said, {"files": names}, rings=news, refused=True)
    failed = [run.address for run in carried.couriers if run.failed is not None]
    if failed:
        said = N_("Not every courier came through: %(couriers)s. Why, stands below; what the others did stands.")
        return Moved("/courier#last", said, {"couriers": ask.t.listing(failed)}, rings=news, refused=True)
    return Moved("/courier#last", N_("The courier was here. What it brought stands below."), rings=news)


PAGES = (
    Page("/courier", show, "carry", about="What waits for the courier, and what its last run brought", view=CourierView),
    Page("/courier/go", go, "carry", method="POST"),
    Page("/courier/take", take, "carry", method="POST"),
    Page("/courier/hand-over", hand_over, "carry", method="POST"),
    Page("/courier/files/{name}", download, "carry"),
    Page("/courier/files/{name}/taken", taken, "carry", method="POST"),
)

"""The brief on one page."""

from __future__ import annotations

from collections.abc import Mapping

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import (
    Bars,
    Block,
    Bullets,
    Columns,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Run,
    Table,
    Target,
    foreign,
    joined,
    leading,
    mono,
    runs,
)
from detente.reports.parts import Place
from detente.views import phrases, words, words_matters, words_talks
from detente.views.base import ChannelName, Point, RemarkShown
from detente.views.brief import BriefTally, BriefView, NewsRow, WaitingMatter
from detente.views.brief import Line as Channel
from detente.views.deadlines import Deadline
from detente.views.statements import StatementRow

_LETTERS = 110
"""Characters of what somebody wrote: about one line of the page."""

_PLACES = {"group": "group", "meeting": "meeting", "issue": "issue", "text": "text"}
"""What a matter is, by the first word of its name."""

_PAGES = {"request": "request", "propose": "proposal", "statement": "statement", "undertake": "undertaking"}
"""The kinds of acts that are shown as more than an entry."""

DEADLINES = {
    "term": N_("Request"),
    "undertaking": N_("Undertaking"),
    "silence": N_("Silence ends"),
    "meeting": N_("Meeting"),
    "visit": N_("Visit"),
}


def brief_document(view: BriefView, t: Translator, most: int) -> Document:
    """The brief as a report, with at most `most` rows in each list."""
    names = {item.channel.label: item.channel for item in view.as_of}
    page = _Page(view, t, names, most)
    return parts.frame(
        t,
        parts.Origin(view.dialogue_names, view.exercise, view.made_at),
        title=t.gettext(N_("Brief for the head of delegation")),
        kicker=t.gettext(N_("Brief")),
        subtitle=joined(
            [
                parts.party(t, view.members, view.party, strong=True),
                runs(t.gettext(N_("made %(time)s"), time=Said(t.time(view.made_at)))),
                runs(t.gettext(N_("last look at a courier: %(time)s"), time=Said(t.time(view.last_look)))) if view.last_look else [],
            ]
        ),
        footer=joined([runs(t.gettext(N_("charter"))), mono(view.dialogue[:16])], " "),
        blocks=page.blocks(),
        compact=True,
    )


class _Page:
    """The sections of the page; each is a list of blocks, empty where there is nothing to say and that needs no saying."""

    def __init__(self, view: BriefView, t: Translator, names: Mapping[str, ChannelName], most: int) -> None:
        self.view, self.t, self.names, self.most = view, t, names, most

    def blocks(self) -> list[Block]:
        return [
            Columns([self._meeting(), self._moves()]),
            *self._due(),
            *self._tallies(),
            *self._news(),
            *self._said(),
            *self._remarks(),
            *self._channels(),
        ]

    # ---- helpers ----

    def _head(self, message: str) -> Heading:
        return Heading(runs(self.t.gettext(message)))

    def _more(self, shown: int, of: int, left_out: int = 0) -> list[Block]:
        line = parts.more(self.t, of - shown + left_out)
        return [Paragraph(line)] if line else []

    def _channel(self, label: str) -> list[Run]:
        name = self.names.get(label)
        return foreign(label) if name is None else parts.channel(self.t, name)

    def _matter(self, label: str, about: str) -> str:
        """What a matter of a channel is called."""
        return words_talks.named(self.t, about, self.names[label].matters if label in self.names else {})

    def _gist(self, place: Place, text: str | None, most: int = _LETTERS) -> list[Run]:
        return parts.gist(self.t, self.view.translations, place, text, most)

    def _about(self, place: Place, text: str | None, matter: str | None, most: int) -> list[Run]:
        """What somebody wrote of something; where nobody did, what its matter is called: a name of ours, whose values are set apart."""
        if text or not matter:
            return self._gist(place, text, most)
        return runs(phrases.short(self._matter(place.channel, matter), most))

    # ---- what a line is about ----

    def _place_of(self, channel: str, about: str) -> Target:
        parts_of = about.split("/")
        place = _PLACES.get(parts_of[0])
        whole = "/".join(parts_of[:3]) if place == "meeting" else about  # its agenda and its minutes stand on its page
        return Target("channel", channel) if place is None else Target(place, channel, whole)

    def _waiting(self, move: WaitingMatter) -> Target:
        if move.what == "texts" and move.matter is not None:
            return Target("text", move.channel, move.matter)
        return Target({"requests": "request", "proposals": "proposal", "undertakings": "undertaking"}[move.what], move.channel, move.oldest)

    def _due_of(self, item: Deadline) -> Target:
        if item.kind == "meeting" and item.matter is not None:
            return Target("meeting", item.channel, item.matter)
        page = {"term": "request", "undertaking": "undertaking", "silence": "proposal"}.get(item.kind, "entry")
        return Target(page, item.channel, item.ref or "")

    def _remarked(self, item: RemarkShown) -> list[Run]:
        if item.entry is None:
            return leading(mono(item.channel), "remarks")
        return leading(mono(item.entry), "entry", item.channel, item.entry)

    # ---- sections ----

    def _meeting(self) -> list[Block]:
        t, found = self.t, self.view.next_meeting
        if found is None:
            return [self._head(N_("Next meeting")), Paragraph(runs(t.gettext(N_("None was proposed."))))]
        row = found.meeting
        facts: list[tuple[Line, Line]] = [
            (runs(t.gettext(N_("When"))), runs(phrases.meeting_date(t, row), "strong")),
            (runs(t.gettext(N_("State"))), runs(phrases.meeting_state(t, row))),
        ]
        if found.report_missing:
            parties = words.everyone(t, self.view.members, found.report_missing)
            facts.append((runs(t.gettext(N_("Not reported as held by")), "warn"), runs(parties)))
        where = [self._gist(Place(row.channel, row.entry, 1), row.venue), foreign(row.place)]
        if any(where):
            facts.append((runs(t.gettext(N_("Where"))), joined(where, t.comma + " ")))
        if row.host is not None:
            facts.append((runs(t.gettext(N_("Host"))), parts.party(t, self.view.members, row.host)))
        elif found.host_before is not None:
            facts.append((runs(t.gettext(N_("Host before"))), parts.party(t, self.view.members, found.host_before)))
        if row.subject:
            facts.append((runs(t.gettext(N_("Subject"))), self._gist(Place(row.channel, row.entry), row.subject)))
        blocked = [gate for gate in found.gates if not gate.met]
        for gate in blocked[: self.most]:
            said = N_("reported by %(parties)s only") if gate.said_by else N_("nobody has reported it")
            told = t.gettext(said, parties=Said(words.everyone(t, self.view.members, gate.said_by)))
            called = runs(phrases.short(words_talks.matter(t, gate.about, gate.names), 80))
            matter = leading(called, *self._place_of(row.channel, gate.about))
            facts.append((runs(t.gettext(N_("Waits for")), "warn"), joined([matter, runs(told, "quiet")])))
        title = N_("Its date is past") if found.report_missing else N_("Next meeting")
        called = leading(runs(words_talks.matter(t, row.slot)), "meeting", row.channel, row.slot)
        return [
            Heading(joined([runs(t.gettext(title)), called])),
            Facts(facts),
            *self._more(min(len(blocked), self.most), len(blocked)),
        ]

    def _moves(self) -> list[Block]:
        moves = self.view.moves
        if not moves:
            return [self._head(N_("Whose move it is")), Paragraph(runs(self.t.gettext(N_("Nothing waits for anybody."))))]
        ours = sum(move.party == self.view.party for move in moves)
        shown, others = [], max(0, self.most - ours)  # what waits for us is never left out
        for move in moves:
            if move.party == self.view.party or others:
                shown.append(move)
                others -= move.party != self.view.party
        return [
            self._head(N_("Whose move it is")),
            Bullets([self._move(move) for move in shown]),
            *self._more(len(shown), len(moves), self.view.left_out.get("moves", 0)),
        ]

    def _move(self, move: WaitingMatter) -> tuple[Line, Line]:
        t = self.t
        ours = move.party == self.view.party
        who = runs(t.gettext(N_("our move")), "strong") if ours else parts.party(t, self.view.members, move.party, strong=True)
        oldest = [
            runs(t.gettext(N_("oldest"))) if move.number > 1 else [],
            runs(t.gettext(N_("No. %(number)s"), number=Said(t.number(move.oldest_request)))) if move.oldest_request else [],
            leading(mono(move.oldest), *self._waiting(move)),
            runs(t.day((move.at or "")[:10])),
            self._about(Place(move.channel, move.oldest), move.text, move.matter, 60),
        ]
        return joined([who, runs(waits(t, move.what, move.number, move.disputed)), self._channel(move.channel)]), joined(oldest)

    def _due(self) -> list[Block]:
        t, due = self.t, self.view.due
        if not due:
            return [self._head(N_("Due")), Paragraph(runs(t.gettext(N_("Nothing is due by an agreed date."))))]
        shown = due[: self.most]
        return [
            self._head(N_("Due")),
            Table(
                headings=[runs(t.gettext(text)) for text in (N_("Due by"), N_("What"), N_("Of whom"), N_("About"))],
                rows=[self._deadline(item) for item in shown],
                widths=[7, 5, 4, 10],
            ),
            *self._more(len(shown), len(due), self.view.left_out.get("due", 0)),
        ]

    def _deadline(self, item: Deadline) -> list[Line]:
        t = self.t
        by = t.time(item.moment) if item.moment else t.listing(part for part in (t.when(item.date), t.clock(item.time)) if part)
        when = t.gettext(N_("%(time)s, passed"), time=Said(by)) if item.passed else by
        clock = runs(words.word(t, words_matters.CLOCKS, item.clock)) if item.clock else []
        ref = leading(mono(item.ref), *self._due_of(item)) if item.ref else []
        return [
            runs(when, "warn" if item.passed else ""),
            joined([runs(t.gettext(DEADLINES[item.kind])), clock]),
            parts.parties(t, self.view.members, item.owed_by),
            joined([ref, self._about(Place(item.channel, item.ref), item.text, item.matter, 70)]),
        ]

    def _tallies(self) -> list[Block]:
        if not self.view.tallies:
            return []
        shown = self.view.tallies[: self.most]
        found: list[Block] = [self._head(N_("Requests, counted"))]
        for item in shown:
            found += self._tally(item)
        return [*found, *self._more(len(shown), len(self.view.tallies), self.view.left_out.get("tallies", 0))]

    def _tally(self, item: BriefTally) -> list[Block]:
        t, order = self.t, parts.in_order(self.t, self.view.members)
        members = self.names[item.channel].members
        bars = [
            parts.count_bar(t, members, each, item.requests[each], place % 2)
            for place, each in enumerate(order)
            if each in item.requests and item.requests[each].sent
        ]
        signed = (
            runs(t.gettext(N_("All members have signed this very count.")), "good")
            if item.agreed
            else runs(
                t.gettext(
                    N_("Not signed over just these acts by: %(parties)s."),
                    parties=Said(words.everyone(t, self.view.members, item.not_signed_by)),
                ),
                "warn",
            )
        )
        channel = leading(self._channel(item.channel), "count", item.channel)
        return [Paragraph(channel), Bars(bars[: self.most]), Paragraph(signed)]

    def _news(self) -> list[Block]:
        t, news = self.t, self.view.new
        if not news.total:
            return [self._head(N_("Came in, not seen yet")), Paragraph(runs(t.gettext(N_("Nothing came in."))))]
        by_channel = [self._counted(label) for label in dict.fromkeys(item.channel for item in news.counts)]
        shown = news.newest[: self.most]
        uncounted = t.ngettext("%(n)d older act is not counted here.", "%(n)d older acts are not counted here.", news.uncounted)
        return [
            self._head(N_("Came in, not seen yet")),
            Paragraph(joined([*by_channel, parts.more(t, news.counts_left_out)])),
            *([Paragraph(runs(uncounted, "quiet"))] if news.uncounted else []),
            Bullets([(self._new(row), []) for row in shown]),
            *self._more(len(shown), len(news.newest), news.left_out),
        ]

    def _counted(self, label: str) -> list[Run]:
        """How many acts of each kind came in through one channel."""
        t = self.t
        counts = [
            Said(f"{t.number(item.number)} × {words.word(t, words.KINDS, item.kind)}")
            for item in self.view.new.counts
            if item.channel == label
        ]
        return [*leading(self._channel(label), "channel", label), *runs(": " + t.listing(counts))]

    def _new(self, row: NewsRow) -> list[Run]:
        t, act = self.t, row.act
        kind = runs(words.word(t, words.KINDS, act.kind), "strong")
        outcome = runs(words.word(t, words.STATUS, act.outcome)) if act.outcome else []
        about = foreign(", ".join(act.re), "quiet")
        if act.about:
            about = leading(runs(self._matter(row.channel, act.about), "quiet"), *self._place_of(row.channel, act.about))
        page = "entry" if act.doubted else _PAGES.get(act.kind, "entry")  # what is doubted is no request or proposal of anybody
        ref = leading(mono(act.ref), page, row.channel, act.ref)
        gist = self._gist(Place(row.channel, act.ref), act.subject, 80)
        doubted = runs(t.gettext(N_("doubted: does not count"))) if act.doubted else []
        return joined([ref, runs(t.day((act.at or "")[:10]), "quiet"), kind, doubted, outcome, about, gist])

    def _said(self) -> list[Block]:
        t, said, last = self.t, self.view.said, self.view.last_meeting
        title = N_("Said in public since the last meeting") if last else N_("Said in public")
        if not said:
            return [self._head(title), Paragraph(runs(t.gettext(N_("Nothing was entered."))))]
        shown = said[: self.most]
        return [
            self._head(title),
            Bullets([(self._statement(row), []) for row in shown]),
            *self._more(len(shown), len(said), self.view.left_out.get("said", 0)),
        ]

    def _statement(self, row: StatementRow) -> list[Run]:
        t = self.t
        speaker = row.speakers[0]
        who = foreign(speaker.name or phrases.short(speaker.office, 40) or phrases.party_name(t, self.view.members, speaker.side), "strong")
        verdict = [] if row.verdict is None else runs(words.word(t, words_matters.COMPARED, row.verdict), "quiet")
        said = t.text_of(row.quotation) if row.quotation else row.text
        gist = foreign(phrases.short(said, 90)) if t.language in row.quotation else self._gist(Place(row.channel, row.ref), said, 90)
        return joined([leading(mono(row.ref), "statement", row.channel, row.ref), runs(t.when(row.said_on), "quiet"), who, gist, verdict])

    def _remarks(self) -> list[Block]:
        t, view = self.t, self.view
        found: list[tuple[Line, Line]] = [
            (
                joined(
                    [
                        leading(runs(t.gettext(N_("signed contradiction")), "warn"), "remarks"),
                        self._channel(item.channel),
                        parts.party(t, view.members, item.party),
                        mono(" / ".join(str(state.size) for state in item.states)),
                    ]
                ),
                [],
            )
            for item in view.contradictions[-self.most :]
        ]
        found += [
            (joined([self._remarked(item), runs(phrases.short(t.error(item.text.error()), _LETTERS))]), [])
            for item in view.remarks[-self.most :]
        ]
        total = len(view.contradictions) + len(view.remarks)
        if not total:
            return [self._head(N_("Remarks")), Paragraph(runs(t.gettext(N_("No remark, and no signed contradiction."))))]
        left_out = view.left_out.get("contradictions", 0) + view.left_out.get("remarks", 0)
        return [self._head(N_("Remarks")), Bullets(found), *self._more(len(found), total, left_out)]

    def _channels(self) -> list[Block]:
        """Each channel with each other party: as of which entries this page holds, and how it goes between the two."""
        t = self.t
        rows = [(line, place, health) for line in self.view.lines for place, health in enumerate(line.health)]
        shown = rows[: self.most + 3]
        headings = (
            N_("Channel"),
            N_("As of entries"),
            N_("Party"),
            N_("Last heard (claimed)"),
            N_("Has received of ours"),
            N_("Waits here"),
        )
        return [
            self._head(N_("Channels, and as of which entries this page holds")),
            Table(
                headings=[runs(t.gettext(text)) for text in headings],
                rows=[
                    [
                        [] if place else leading(self._channel(line.channel), "channel", line.channel),
                        [] if place else self._as_of(line.channel),
                        parts.party(t, self.view.members, health.party),
                        runs(t.stamp(health.last_heard)),
                        runs(phrases.received_text(t, health.received, health.of), "good" if health.received >= health.of else "warn"),
                        self._waits_here(line),
                    ]
                    for line, place, health in shown
                ],
                widths=[8, 5, 5, 5, 4, 3],
            ),
            *self._more(len(shown), len(rows), self.view.left_out.get("lines", 0)),
        ]

    def _as_of(self, label: str) -> list[Run]:
        """The last entry of each log, as others name it."""
        points = next(item.as_of for item in self.view.as_of if item.channel.label == label)
        return mono(" ".join(last_entry(point) for point in points if point.entries) or "—")

    def _waits_here(self, line: Channel) -> list[Run]:
        t = self.t
        said = [
            t.ngettext("%(n)d draft", "%(n)d drafts", line.drafts) if line.drafts else "",
            t.ngettext("%(n)d not sent", "%(n)d not sent", line.unsent) if line.unsent else "",
            t.ngettext("%(n)d held", "%(n)d held", line.held) if line.held else "",
            t.gettext(N_("sealing is stopped")) if line.blocked is not None else "",
        ]
        return runs(t.listing(Said(text) for text in said if text) or "—", "warn" if line.blocked is not None else "")


def waits(t: Translator, what: str, number: int, disputed: int = 0) -> str:
    """What waits for a party, in words; `disputed`: how many of the requests were answered, which their sender disputes."""
    if what == "requests":
        said = t.ngettext("%(n)d request to take further", "%(n)d requests to take further", number)
        aside = t.ngettext("%(n)d of them answered and disputed", "%(n)d of them answered and disputed", disputed)
        return f"{said} ({aside})" if disputed else said
    if what == "proposals":
        return t.ngettext("%(n)d proposal to decide on", "%(n)d proposals to decide on", number)
    if what == "texts":
        return t.ngettext("%(n)d text to sign", "%(n)d texts to sign", number)
    return t.ngettext("%(n)d undertaking to perform or confirm", "%(n)d undertakings to perform or confirm", number)


def last_entry(point: Point) -> str:
    """The last entry of a log that is held."""
    return f"{point.party}{f'.{point.generation}' if point.generation else ''}/{point.entries - 1}"

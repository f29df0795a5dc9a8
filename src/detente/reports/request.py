"""One request as a thread: each side's own view of it, its clocks, and every act about it, causes first."""

from __future__ import annotations

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import Block, Document, Facts, Heading, Line, Paragraph, Table, foreign, joined, mono, runs
from detente.views import phrases, words, words_matters
from detente.views.requests import RequestView, Step


def request_document(view: RequestView, t: Translator, made_at: str) -> Document:
    """The thread as a report."""
    name, members, request = view.channel, view.channel.members, view.request
    status = phrases.status_text(t, request)
    return parts.frame(
        t,
        parts.Origin(name.dialogue_names, name.exercise, made_at),
        title=t.gettext(N_("Request %(ref)s"), ref=request.ref),
        kicker=t.gettext(N_("Request")),
        subtitle=joined([parts.channel(t, name), runs(status), parts.as_of(t, name, view.as_of)]),
        footer=joined([mono(request.ref), runs(status)]),
        blocks=[
            Facts(
                [
                    (runs(t.gettext(N_("From"))), parts.party(t, members, request.by)),
                    (runs(t.gettext(N_("To"))), parts.party(t, members, request.to)),
                    (runs(t.gettext(N_("Status"))), runs(status)),
                    (runs(t.gettext(N_("Whose move"))), parts.party(t, members, request.move) if request.move else runs("—")),
                    (runs(t.gettext(N_("Reminders"))), runs(t.number(request.reminders))),
                ]
            ),
            *_sides(view, t),
            *_clocks(view, t),
            Heading(runs(t.gettext(N_("The thread")))),
            *(block for step in view.steps for block in _step(step, view, t)),
        ],
    )


def _sides(view: RequestView, t: Translator) -> list[Block]:
    """Each party's own view, never merged."""
    members = view.channel.members
    order = parts.in_order(t, members)
    rows: list[list[Line]] = [
        [
            parts.party(t, members, side.party),
            runs(phrases.side_status(t, side)),
            parts.party(t, members, side.move) if side.move else runs("—"),
            runs(t.time(side.last_seal)),
        ]
        for side in sorted(view.sides, key=lambda side: order.index(side.party))
    ]
    headings = (N_("Party"), N_("Status"), N_("Next step"), N_("Last seal (claimed)"))
    return [
        Heading(runs(t.gettext(N_("What each side has sealed that it knows")))),
        Table(headings=[runs(t.gettext(text)) for text in headings], rows=rows, widths=[3, 3, 3, 4]),
    ]


def _clocks(view: RequestView, t: Translator) -> list[Block]:
    since = view.clocks[0].since
    if since is None:
        said = t.gettext(N_("No clock runs: there is no receipt by the addressee."))
    else:
        said = t.gettext(
            N_("The clocks run from the first seal of the addressee that names the request: %(entry)s, %(time)s as it claims."),
            entry=since.entry,
            time=Said(t.time(since.at)),
        )
    rows: list[list[Line]] = [
        [runs(words.word(t, words_matters.CLOCKS, clock.name)), runs(phrases.clock_state(t, clock)), runs(phrases.clock_due(t, clock))]
        for clock in view.clocks
    ]
    headings = (N_("Clock"), N_("State"), N_("Due (UTC)"))
    return [
        Heading(runs(t.gettext(N_("Clocks")))),
        Paragraph(runs(said, "quiet")),
        Table(headings=[runs(t.gettext(text)) for text in headings], rows=rows, widths=[3, 5, 3]),
    ]


def _step(step: Step, view: RequestView, t: Translator) -> list[Block]:
    members = view.channel.members
    kind = words.word(t, words_matters.HOW, step.how) if step.kind == "remind" and step.how else words.word(t, words.KINDS, step.kind)
    outcome = runs(words.word(t, words.STATUS, step.outcome)) if step.outcome else []
    found: list[Block] = [Heading(joined([mono(step.ref), runs(kind), outcome, parts.party(t, members, step.party)]), 2)]
    received = t.gettext(N_("Received by: %(parties)s."), parties=Said(words.everyone(t, members, step.received_by)))
    receipt = runs(received if step.received_by else t.gettext(N_("Sent, no receipt.")), "quiet")
    found.append(Paragraph(joined([runs(t.time(step.at), "quiet"), receipt])))
    if step.about.paper is not None:
        done = t.gettext(N_("Entered from paper by %(party)s; done on %(date)s."), party=Said(phrases.party_name(t, members, step.party)),
                         date=Said(t.day(step.about.paper.on)))  # fmt: skip
        found.append(Paragraph(runs(done, "quiet")))
    if step.about.source is not None and step.about.source.kind == "supposed":
        found.append(Paragraph(runs(t.gettext(words_matters.SOURCES["supposed"]), "quiet")))
    if step.destroyed:
        found.append(Paragraph(runs(t.gettext(parts.DESTROYED), "quiet")))
    if step.subject:
        found.append(Paragraph(foreign(step.subject, "strong")))
    for text in (step.text, step.reason):
        found += parts.paragraphs(text or "", None)
    found += parts.translations_of(t, view.translations, view.channel.label, step.ref)
    if step.attachments:
        headings = (N_("Attached file"), N_("Type, as its sender says"), N_("Bytes"), N_("Mark"))
        found.append(
            Table(
                headings=[runs(t.gettext(text)) for text in headings],
                rows=[[foreign(f.name), foreign(f.type), runs(t.number(f.size)), foreign(f.mark)] for f in step.attachments],
                widths=[5, 4, 2, 2],
                numbers=frozenset({2}),
            )
        )
    return found

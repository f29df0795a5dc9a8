"""What a courier, a witness and an outsider can still learn, with the figures of this node, and what can be switched on against it."""

from __future__ import annotations

from typing import Final

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import Block, Bullets, Document, Facts, Heading, Line, Paragraph, foreign, joined, mono, runs
from detente.views.exposure import ExposureView, HolderSees, PlaceSees, WitnessSees
from detente.views.timetable import timetable_texts

_KNOWS: Final = {
    "folder": N_("Whoever keeps the folder sees which account of the machine writes to it, and when."),
    "mail": N_("Every mail server on the way sees both addresses, and when a message left."),
    "s3": N_("The server sees the id of the key and the network address from which we come, and when."),
    "sftp": N_("The server sees the account and the network address from which we come, and when."),
    "webdav": N_("The server sees the account and the network address from which we come, and when."),
    "http": N_("The door sees the party's short name and the network address from which we come, and when."),
}
"""By what whoever keeps a place knows us; addresses of https and webdavs are of the same kinds."""

_SIZES_SHOWN: Final = 6


def exposure_document(view: ExposureView, t: Translator) -> Document:
    """The whole report."""
    blocks: list[Block] = [
        Heading(runs(t.gettext(N_("Whoever keeps a courier's place")))),
        *(block for place in view.places for block in _place(place, t)),
        *([] if view.places else [Paragraph(runs(t.gettext(N_("Nothing has left this node by a courier that it knows of."))))]),
        _cannot(t, _NOT_COURIERS + ((_NOR_WHETHER,) if view.timetable is not None else ())),
        Heading(runs(t.gettext(N_("Witnesses")))),
        *(_witness(row, t) for row in view.witnesses),
        *([] if view.witnesses else [Paragraph(runs(t.gettext(N_("No witness has countersigned anything of ours."))))]),
        *([_cannot(t, _NOT_WITNESSES)] if view.witnesses else []),
        Heading(runs(t.gettext(N_("Whoever holds what was released")))),
        *(_holder(row, t) for row in view.holders),
        Paragraph(runs(_charter_said(view, t))),
        _cannot(t, _NOT_HOLDERS),
        Heading(runs(t.gettext(N_("What can be switched on")))),
        Bullets([(runs(text), mono(command) if command else []) for text, command in _advice(view, t)]),
    ]
    return parts.frame(
        t,
        parts.Origin(view.dialogue, view.exercise, view.at),
        title=t.gettext(N_("What others can learn without being members")),
        kicker=t.gettext(N_("Exposure")),
        subtitle=joined([foreign(t.text_of(view.names, view.party)), runs(Said(t.time(view.at)), "quiet")]),
        footer=joined([foreign(t.text_of(view.names, view.party)), runs(t.gettext(N_("Figures of this node alone")))]),
        blocks=blocks,
    )


_NOT_COURIERS: Final = (
    N_("what stands in a file, of which kind it is, or how many acts are in it"),
    N_("which person wrote, and of which channel a file is, unless the number of keys tells"),
    N_("whether two files hold the same: each is encrypted anew"),
)
_NOR_WHETHER: Final = N_("whether there is anything in a file of the timetable")
_NOT_WITNESSES: Final = (
    N_("any content, any kind, any name of a channel or a dialogue: an origin is a hash"),
    N_("how many of the entries are acts: receipts count alike"),
)
_NOT_HOLDERS: Final = (
    N_("any field that was not opened: its hash is salted, and guessing does not help"),
    N_("the name of a channel, and the bodies of entries that were not released"),
)


def _cannot(t: Translator, texts: tuple[str, ...]) -> Block:
    return Bullets([(joined([runs(t.gettext(N_("Not seen:")), "strong"), runs(t.gettext(text))], " "), []) for text in texts])


def _place(place: PlaceSees, t: Translator) -> list[Block]:
    knows = _KNOWS.get(place.kind.removesuffix("s") if place.kind in {"https", "webdavs"} else place.kind, _KNOWS["folder"])
    rows: list[tuple[Line, Line]] = []

    def fact(name: str, value: Line) -> None:
        rows.append((runs(t.gettext(name)), value))

    if place.knows_as is not None:
        fact(N_("Known there as"), mono(place.knows_as))
    fact(N_("Files of ours"), runs(t.number(place.ours)))
    fact(N_("Files of others that we took"), runs(t.number(place.others)))
    if place.ours:
        first, last = t.time(place.first or ""), t.time(place.last or "")
        fact(N_("Ours from, to"), runs(t.gettext(N_("%(first)s to %(last)s"), first=Said(first), last=Said(last))))
        fact(N_("Ours in one day"), runs(_per_day(place, t), "" if place.most == place.least else "warn"))
        fact(N_("Sizes of ours"), runs(_sizes(place, t), "" if len(place.sizes) == 1 else "warn"))
        fact(N_("Keys that open one, at most"), runs(t.listing(t.number(number) for number in place.keys)))
        fact(N_("Of ours hold nothing, which cannot be seen"), runs(t.number(place.covers)))
    return [Heading(mono(place.address), 2), Paragraph(runs(t.gettext(knows))), Facts(rows)]


def _per_day(place: PlaceSees, t: Translator) -> str:
    if place.most == place.least:
        return t.ngettext("%(n)d, every day", "%(n)d, every day", place.most)
    return t.gettext(N_("%(least)d to %(most)d: busy days can be told from quiet ones"), least=place.least, most=place.most)


def _sizes(place: PlaceSees, t: Translator) -> str:
    sizes = sorted(place.sizes, key=lambda row: -row.files)
    shown = [f"{t.size(row.bytes)} × {t.number(row.files)}" for row in sizes[:_SIZES_SHOWN]]
    more = len(sizes) - len(shown)
    return t.listing([*shown, *([t.ngettext("and %(n)d more", "and %(n)d more", more)] if more else [])])


def _witness(row: WitnessSees, t: Translator) -> Block:
    said = t.ngettext(
        "has countersigned %(n)d state of our log: it grew from %(first)d to %(last)d entries, between %(from)s and %(to)s",
        "has countersigned %(n)d states of our log: it grew from %(first)d to %(last)d entries, between %(from)s and %(to)s",
        row.states, first=row.first_entries, last=row.last_entries, **{"from": Said(t.time(row.first)), "to": Said(t.time(row.last))},
    )  # fmt: skip
    whose = t.gettext(
        N_("It knows our party by the certificate, and so which logs are ours; of channels it sees only that there are several.")
    )
    where = mono(row.address) if row.address is not None else []
    return Bullets([(joined([mono(row.witness), foreign(row.channel), where, runs(said)]), runs(whose))])


def _holder(row: HolderSees, t: Translator) -> Block:
    opened = t.gettext(
        N_(
            "entries in all: %(entries)d; released whole: %(whole)d; single fields: %(fields)d; sections of the count: %(sections)d;"
            " matters: %(matters)d"
        ),
        entries=row.entries, whole=row.whole, fields=row.fields, sections=row.sections, matters=row.matters,
    )  # fmt: skip
    beside = t.gettext(
        N_("A proof also shows the members of the channel, the size of each log in it, and how many fields an entry has, to eight.")
    )
    waits = t.ngettext("%(n)d thing waits for the consent of others.", "%(n)d things wait for the consent of others.", row.waiting)
    shown = runs(beside + (" " + waits if row.waiting else "")) if row.whole or row.fields or row.sections or row.matters else []
    return Bullets([(joined([parts.channel(t, row.channel), runs(opened)]), shown)])


def _charter_said(view: ExposureView, t: Translator) -> str:
    return t.ngettext(
        "Every proof carries the charter: the names, purpose and mandate of the dialogue, and the keys of its %(n)d party.",
        "Every proof carries the charter: the names, purpose and mandate of the dialogue, and the keys of its %(n)d parties.",
        view.parties,
    )


def _advice(view: ExposureView, t: Translator) -> list[tuple[str, str]]:
    """What can be done, each with its command or none."""
    found: list[tuple[str, str]] = []
    if view.timetable is None:
        text = N_(
            "A timetable: files leave at set times and in one size, also when nothing is in them. All parties of a place set the same."
        )
        found.append((t.gettext(text), "detente courier timetable 6"))
    else:
        found.append((t.gettext(N_("A timetable is set.")) + " " + " ".join(timetable_texts(t, view.timetable)), "detente courier list"))
    if view.larger:
        text = t.ngettext(
            "%(n)d file was larger than the size that is set, and showed; a larger size hides more.",
            "%(n)d files were larger than the size that is set, and showed; a larger size hides more.", view.larger,
        )  # fmt: skip
        found.append((text, "detente courier timetable HOURS --size KIB"))
    if any(place.kind == "mail" for place in view.places):
        found.append(
            (t.gettext(N_("E-mail shows both addresses. A folder or a door of one's own shows them to nobody else.")), "detente door show")
        )
    if view.witnesses and view.timetable is None:
        found.append((t.gettext(N_("With a timetable witnesses are asked at its times too, and not when something was sealed.")), ""))
    found.append(
        (
            t.gettext(
                N_("What was released cannot be taken back: release single fields, or one section of the count, before whole entries.")
            ),
            "detente release REF --field NAME",
        )
    )
    return found

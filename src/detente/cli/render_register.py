# ruff: noqa: D103 - render_x renders the view x
"""What was said about entries, for people; and a channel as it was known at a past moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words, words_matters, words_talks
from detente.views.field_texts import label
from detente.views.register import ANY_LANGUAGE, About, Released, ReleasesView, Source

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.views.knowledge import KnownView

Members = Mapping[str, Mapping[str, str]]


def show_about(s: Session, about: About, party: str, members: Members) -> None:
    """What was said about an entry of a party: paper, source, corrections, translations, releases."""
    t = s.t
    if about.paper is not None:
        s.say(
            N_("Entered from paper by %(party)s; done on %(date)s."),
            party=words.who(t, members.get(party), party),
            date=Said(t.day(about.paper.on)),
        )
        if about.paper.confirmed_by:
            s.say(N_("Confirmed by %(parties)s."), parties=Said(words.everyone(t, members, about.paper.confirmed_by)))
        if about.paper.not_confirmed_by:
            s.say(N_("Not confirmed by %(parties)s."), parties=Said(words.everyone(t, members, about.paper.not_confirmed_by)))
    show_source(s, about.source)
    for correction in about.corrections:
        if correction.destroyed or not correction.fields:
            s.say(N_("Corrected in %(entry)s, whose text was destroyed by agreement."), entry=correction.entry)
        for name, text in correction.fields.items():
            s.say(N_("Corrected in %(entry)s (%(field)s); it should read:"), entry=correction.entry, field=Said(label(s.t, name)))
            s.line("  " + tame(text))
        if correction.reason:
            s.say(N_("Reason: %(text)s"), text=correction.reason)
    for translation in about.translations:
        s.say(
            N_("Translation into %(language)s, by %(party)s in %(entry)s (%(status)s):"),
            language=Said(t.language_name(translation.language)),
            party=words.who(t, members.get(translation.party), translation.party),
            entry=translation.entry,
            status=Said(words.word(t, words_matters.TRANSLATIONS, translation.status)),
        )
        s.line("  " + (t.gettext(N_("destroyed by agreement")) if translation.text is None else tame(translation.text)))
    if about.released and about.released_from is not None:
        s.say(N_("Released for publication from %(time)s."), time=Said(t.time(about.released_from)))
    elif about.released:
        s.say(N_("Released for publication."))
    elif about.released_by:
        s.say(
            N_("Released by %(parties)s; the consent of %(others)s is missing."),
            parties=Said(words.everyone(t, members, about.released_by)),
            others=Said(words.everyone(t, members, about.release_lacks)),
        )
    elif about.released_fields:
        s.say(N_("Released for publication, only: %(fields)s."), fields=Said(t.listing(label(s.t, name) for name in about.released_fields)))


def show_source(s: Session, source: Source | None) -> None:
    """Where it comes from; what is supposed says so."""
    if source is None:
        return
    if source.ref is None:
        s.say(words_matters.SOURCES[source.kind])
    else:
        s.say(words_matters.SOURCES_AT[source.kind], ref=source.ref)


def show_texts(s: Session, texts: Mapping[str, str]) -> None:
    """A text, or its versions by language."""
    for language, text in texts.items():
        named = "" if language == ANY_LANGUAGE else s.t.language_name(language) + ": "
        s.line("  " + named + tame(text))


def render_releases(s: Session, view: ReleasesView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.things:
        s.say(N_("Nothing was released. Everything in this channel is closed to the public."))
        return
    s.table(
        [N_("What"), N_("Released by"), N_("Consent is missing of"), N_("From (UTC)")],
        [
            [
                _thing(s, item, view.channel.matters),
                words.everyone(t, members, item.released_by),
                words.everyone(t, members, item.lacking),
                t.stamp(item.starts) if item.starts else "",
            ]
            for item in view.things
        ],
    )
    for item in view.releases:
        if item.text:
            s.line(f"{item.entry}  {words.who(t, members.get(item.party), item.party)}: {tame(item.text)}")


def _thing(s: Session, item: Released, matters: Members) -> str:
    if item.what == "matter":
        return words_talks.with_key(s.t, item.name, matters)
    if item.field is not None:
        return f"{item.name}: {label(s.t, item.field)}"
    return item.name


def render_known(s: Session, view: KnownView) -> None:
    from detente.cli.render_record import show_lists, show_requests

    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.say(N_("As this node knew it on %(time)s."), time=Said(t.time(view.moment)))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if view.undated:
        s.text(
            t.ngettext(
                "%(n)d pouch came before arrivals were noted; for it the time of our next seal was used.",
                "%(n)d pouches came before arrivals were noted; for them the time of our next seal was used.",
                view.undated,
            )
        )
    if not any(point.entries for point in view.as_of):
        return
    show_requests(s, view.requests, {party: dict(names) for party, names in members.items()})
    show_lists(s, view.lists, {party: dict(names) for party, names in members.items()})
    if view.meetings:
        s.table(
            [N_("Meeting"), N_("State"), N_("Date")],
            [[words_talks.matter(t, m.matter), words.word(t, words_talks.MEETINGS, m.state), t.when(m.date)] for m in view.meetings],
        )
    if view.issues:
        s.table(
            [N_("Issue"), N_("State"), *(words.who(t, members[party], party) for party in words.in_order(t, members))],
            [
                [
                    words_talks.named(t, issue.matter, view.channel.matters),
                    words.word(t, words_matters.ISSUES, issue.state),
                    *(
                        words.word(t, words_matters.MOVEMENTS, issue.movements.get(party, "")) or "—"
                        for party in words.in_order(t, members)
                    ),
                ]
                for issue in view.issues
            ],
        )
    if view.digest is not None:
        s.say(N_("Digest: %(digest)s"), digest=view.digest)

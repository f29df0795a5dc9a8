# ruff: noqa: D103 - render_x renders the view x
"""What was found, for people: each hit in two or three lines, its words in bold."""

from __future__ import annotations

import shlex

from rich.text import Text

from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words, words_talks
from detente.views.field_texts import label
from detente.views.search import Hit, SearchView

SOURCES = {"draft": N_("draft"), "handover": N_("handover note"), "translation": N_("translation")}
"""What is not an entry."""


def render_search(s: Session, view: SearchView) -> None:
    s.exercise(on=view.exercise)
    if not view.words and not view.phrases:
        s.say(N_("There is no word in this; nothing was looked for.") if view.query else N_("The index is made anew."))
        return
    for matter in view.matters:
        called = words_talks.named(s.t, matter.matter, {matter.matter: matter.names} if matter.names else {})
        s.say(N_("So called: %(matter)s, in '%(channel)s'"), matter=Said(f"{called}  [{tame(matter.matter)}]"), channel=matter.channel)
    if not view.hits and not view.matters:
        s.say(N_("Nothing is found."))
    for hit in view.hits:
        _hit(s, hit)
    for searched in view.searched:
        s.text(words.channel_title(s.t, searched.channel) + ": " + words.as_of_line(s.t, searched.channel, searched.as_of))
    if view.next is not None:
        s.next(f"search {view.query} --below {view.next}")
    else:
        entry = next((hit for hit in view.hits if hit.source == "entry"), None)
        if entry is not None:
            s.next("show " + shlex.quote(f"{entry.channel}:{entry.ref}"))


def _hit(s: Session, hit: Hit) -> None:
    parts = [f"{hit.channel}:{hit.ref}", words.word(s.t, words.KINDS, hit.kind)]
    if hit.source != "entry":
        parts.insert(1, words.word(s.t, SOURCES, hit.source))
    parts += [tame(hit.about)] if hit.about else []
    parts.append(s.t.stamp(hit.at))
    if hit.doubted:
        parts.append(s.t.gettext(N_("doubted: does not count")))
    if hit.destroyed:
        parts.append(s.t.gettext(N_("destroyed by agreement")))
    s.out.print(Text("  ".join(parts), style="bold"))
    if hit.named_in is not None and hit.named is not None:
        s.line(f"  {label(s.t, hit.named_in)}: {tame(hit.named)}")
    quotation = Text(tame(hit.quotation))  # one sign for one sign: the places of the marks stay
    for start, end in hit.marks:
        quotation.stylize("bold underline", start, end)
    if hit.quotation:
        s.out.print(Text.assemble("  ", "…" if hit.cut_before else "", quotation, "…" if hit.cut_after else ""))
    s.line()

"""The words on screen for requests, issues, undertakings, notes, public statements and what is said about entries."""

from __future__ import annotations

from detente.errors import N_

CLOCKS = {
    "acknowledge": N_("acknowledgement"),
    "first": N_("first answer"),
    "final": N_("final answer"),
}
HOW = {"reminder": N_("reminder"), "resent": N_("sent again")}
MOVEMENTS = {"no_movement": N_("no movement"), "progress": N_("progress"), "agreed": N_("agreed")}
ISSUES = {"open": N_("open"), "agreed": N_("agreed by all")}
PROMISES = {
    "open": N_("not performed yet"),
    "performed": N_("performed, not confirmed"),
    "confirmed": N_("performed and confirmed"),
    "disputed": N_("disputed"),
}
VERDICTS = {"confirm": N_("confirms the performance"), "dispute": N_("disputes the performance")}
NOTES = {
    "note_verbale": N_("note verbale"),
    "aide_memoire": N_("aide-mémoire"),
    "non_paper": N_("non-paper"),
    "letter": N_("letter"),
    "position": N_("position"),
}
CLAIMS = {
    "claim": N_("claim"),
    "denial": N_("denial"),
    "pledge": N_("pledge"),
    "announcement": N_("announcement"),
    "assessment": N_("assessment"),
}
QUALIFIERS = {
    "exact": N_("%(number)s"),
    "about": N_("about %(number)s"),
    "over": N_("over %(number)s"),
    "under": N_("under %(number)s"),
    "all": N_("all, %(number)s"),
}
"""Of a figure with a number."""
SHARES = {
    "most": N_("most"),
    "nearly_half": N_("nearly half"),
    "almost_never": N_("almost none"),
    "all": N_("all"),
    "exact": N_("no number"),
    "about": N_("no number"),
    "over": N_("no number"),
    "under": N_("no number"),
}
"""Of a figure without a number."""
COMPARED = {
    "matches": N_("matches"),
    "differs": N_("differs"),
    "cannot_tell": N_("cannot be told"),
    "not_checkable_from_here": N_("not checkable from here"),
}
OVERALL = {
    "matches": N_("What was said matches the record, as far as it can be compared."),
    "differs": N_("What was said and the record differ. Why, the record does not say."),
    "cannot_tell": N_("Whether what was said is so, the record cannot tell."),
    "not_checkable_from_here": N_("What was said cannot be checked against any record of this node."),
}
WHY = {
    "not_counted": N_("the record counts no such thing"),
    "no_channel": N_("no channel is listed for this matter"),
    "no_member": N_("this node is not in the channel"),
    "no_number": N_("no number was said"),
    "no_whole": N_("a share of what was not said"),
    "nothing_sent": N_("nothing was sent"),
    "record_begins_later": N_("the record begins later"),
}
TRANSLATIONS = {"official": N_("official"), "courtesy": N_("courtesy translation"), "machine": N_("by a machine")}
OWN_TRANSLATIONS = {**TRANSLATIONS, "checked": N_("courtesy translation, read by a second person")}
"""The same for what a delegation keeps to itself."""
SOURCES = {
    "party": N_("Source: a party's own word."),
    "public": N_("Source: public."),
    "report": N_("Source: a report."),
    "supposed": N_("Supposed for this exercise; nobody outside can know it."),
}
SOURCES_AT = {
    "party": N_("Source: a party's own word, %(ref)s"),
    "public": N_("Source: public, %(ref)s"),
    "report": N_("Source: a report, %(ref)s"),
    "supposed": N_("Supposed for this exercise; nobody outside can know it: %(ref)s"),
}

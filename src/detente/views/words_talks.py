"""The words on screen for what belongs to the talks: stances, what became of proposals, roles, powers, forms of texts."""

from __future__ import annotations

from collections.abc import Mapping

from detente.errors import N_
from detente.i18n import InWords, Said, Translator, tame
from detente.views import words_matters, words_texts

VOICES = {
    "proposed": N_("has proposed it"),
    "consented": N_("has consented"),
    "silent": N_("has kept silence"),
    "ad_referendum": N_("has consented ad referendum, not confirmed"),
    "reserved": N_("has reserved its position"),
    "objected": N_("has objected"),
    "withdrawn": N_("has withdrawn"),
    "moved": N_("now speaks for another proposal"),
}
UNCONFIRMED = N_("consented ad referendum, waits for confirmation")
"""Of a proposal that lacks nothing but that: nobody should take it for consent."""
STANCES = {"ad_referendum": N_("ad referendum"), "reserved": N_("reserved")}
STATES = {
    "open": N_("waits for consent"),
    "silence": N_("under silence"),
    "objected": N_("objected to"),
    "withdrawn": N_("taken back"),
    "consented_not_final": N_("consented, not final"),
    "final": N_("final"),
    "left": N_("left by its proposer"),
    "replaced": N_("replaced by a later one"),
    "adopted": N_("adopted"),
    "announced": N_("announced by one side"),
}
MEETINGS = {"proposed": N_("proposed"), "agreed": N_("agreed"), "held": N_("held")}
GROUPS = {"proposed": N_("proposed"), "agreed": N_("agreed"), "met": N_("has met")}
EVENTS = {
    "founding": N_("opened its log"),
    "meeting": N_("meeting"),
    "announcement": N_("announcement"),
    "text_signed": N_("text signed by all"),
    "statement": N_("public statement"),
    "group_agreed": N_("working group agreed"),
    "group_met": N_("working group has met"),
    "assessment": N_("assessment"),
}
"""What stands on the timeline of the talks."""
TEXTS = {"draft": N_("tabled"), "adopted": N_("adopted"), "signed": N_("signed by all"), "basis": N_("accepted as the basis for work")}
PROMISES = {"open": N_("not performed yet"), "performed": N_("performed, not confirmed"), "disputed": N_("disputed")}
REPORTS = {
    "not_yet": N_("not yet"),
    "begun": N_("has begun"),
    "met": N_("has met"),
    "held": N_("was held"),
    "concluded": N_("has concluded"),
    "reported": N_("has reported"),
}
ROLES = {
    "head": N_("head of delegation"),
    "deputy": N_("deputy head"),
    "member": N_("member"),
    "expert": N_("expert"),
    "secretary": N_("secretary"),
    "interpreter": N_("interpreter"),
    "watch_officer": N_("watch officer"),
    "spokesperson": N_("spokesperson"),
}
POWERS = {
    "attend": N_("to attend"),
    "negotiate": N_("to negotiate"),
    "propose": N_("to propose"),
    "consent": N_("to consent"),
    "initial": N_("to initial"),
    "sign": N_("to sign"),
}
CONTACTS = {
    "duty_officer": N_("duty officer"),
    "hotline": N_("hotline"),
    "secretariat": N_("secretariat"),
    "legal": N_("legal adviser"),
    "press": N_("press office"),
}
FORMS = {
    "joint_statement": N_("joint statement"),
    "agreed_minutes": N_("agreed minutes"),
    "agreement": N_("agreement"),
    "exchange_of_notes": N_("exchange of notes"),
    "chairs_text": N_("chair's text"),
    "rolling_text": N_("rolling text"),
    "non_paper": N_("non-paper"),
}
MEETINGS_OF_A_KIND = {"plenary": N_("plenary %(number)s"), "summit": N_("summit %(number)s"), "group": N_("group meeting %(number)s")}
PARTS = {
    "date": N_("date: %(meeting)s"),
    "agenda": N_("agenda: %(meeting)s"),
    "minutes": N_("minutes: %(meeting)s, point %(point)s"),
}
"""What belongs to a meeting; the name of the meeting stands by itself, so that no language has to decline it."""
CONTENT = {
    "text": N_("text"),
    "subject": N_("subject"),
    "title": N_("title"),
    "agenda": N_("agenda"),
    "names": N_("name"),
    "host": N_("host"),
    "place": N_("place"),
    "venue": N_("venue"),
    "date": N_("date"),
    "time": N_("time of day"),
    "gates": N_("only after"),
    "term": N_("term"),
    "form": N_("form"),
    "languages": N_("languages"),
    "digest": N_("check value"),
    "brackets": N_("open brackets"),
    "closes": N_("brackets that it closes"),
    "verb": N_("what becomes of the provision"),
    "after": N_("behind provision"),
    "level": N_("level"),
    "look": N_("kind of paragraph"),
    "package": N_("only together with"),
    "order": N_("order of signature"),
    "depositary": N_("depositary"),
}


SUBJECTS = {
    "body": N_("body outside the talks: %(key)s"),
    "charter": N_("change of the charter: %(key)s"),
    "exchange": N_("exchange: %(key)s"),
    "group": N_("working group: %(key)s"),
    "issue": N_("issue: %(key)s"),
    "measure": N_("measure: %(key)s"),
    "term": N_("term: %(key)s"),
    "text": N_("text: %(key)s"),
    "track": N_("track: %(key)s"),
}
"""What has no name of its own, or none that is known here, is called by what it is and its key."""


def matter(t: Translator, about: str, names: Mapping[str, str] | None = None) -> str:
    """What a matter is called: a meeting in words; by its name, where it has one; else by what it is and its key.

    Args:
        names: of a part of a text those of the text.
    """
    parts = about.split("/")
    part = words_texts.part_of(t, about, {"/".join(parts[:2]): names or {}})
    if part is not None:
        return part
    if parts[0] == "meeting" and len(parts) >= 3:
        title = MEETINGS_OF_A_KIND.get(parts[1], N_("meeting '%(kind)s' %(number)s"))
        meeting = t.gettext(title, kind=parts[1], number=parts[2])
        if len(parts) == 3:
            return meeting
        return t.gettext(PARTS[parts[3]], meeting=meeting, point="/".join(parts[4:])) if parts[3] in PARTS else tame(about)
    if names or parts[0] not in SUBJECTS or len(parts) == 1:
        return t.text_of(names, about) if names else tame(about)
    key = about.partition("/")[2]
    known = words_matters.CLOCKS.get(key) if parts[0] == "term" else None
    return t.gettext(SUBJECTS[parts[0]], key=key if known is None else Said(t.gettext(known)))


class Matter(InWords):
    """A matter as a value in a sentence; `names` as `matter` takes them."""

    def __init__(self, about: str, names: Mapping[str, str]) -> None:
        self._about, self.names = about, names

    def __str__(self) -> str:
        return self._about

    def in_words(self, t: Translator) -> str:
        return matter(t, self._about, self.names)


def named(t: Translator, about: str, matters: Mapping[str, Mapping[str, str]]) -> str:
    """What a matter is called; `matters` are the names that its channel knows."""
    part = words_texts.part_of(t, about, matters)
    return part if part is not None else matter(t, about, matters.get(about))


def with_key(t: Translator, about: str, matters: Mapping[str, Mapping[str, str]]) -> str:
    """What a matter is called, and behind it its key, as commands take it."""
    return Said(f"{named(t, about, matters)}  [{tame(about)}]")


GUARDS = {
    "own": N_(
        "The key of %(person)s opens with the passphrase of that person alone. Whoever loses it needs a new key and a new appointment."
    ),
    "node": N_("The key of %(person)s has no passphrase of its own: whoever seals at this node signs in this name too."),
}
"""With what the key of a person opens, as `guard` in a view says it."""

"""From a view to HTML: the templates, the words that every template has, and what turns codes into the words on screen."""

from __future__ import annotations

import datetime as dt
import secrets
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape

from detente.dialogue.acts import Ref
from detente.errors import N_
from detente.i18n import LANGUAGES, Translator, moment_of, tame
from detente.node.roles import ROLE_WORDS
from detente.node.zones import find_zone
from detente.reports.document import Target
from detente.views import (
    field_texts,
    phrases,
    words,
    words_agreements,
    words_exchanges,
    words_matters,
    words_press,
    words_talks,
    words_texts,
)
from detente.views.base import ChannelName, Text
from detente.views.days import last_day
from detente.views.dictated import spoken
from detente.views.drafts import TranslationRow
from detente.views.register import Source, source_of
from detente.views.results import UnderstoodNote
from detente.web.language import Html, capital, sentence
from detente.web.pages import address, checker
from detente.web.widgets import as_edited

FOLDER: Final = Path(__file__).parent

_BROWSERS: Final = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex Browser"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
"""What browsers call themselves, and how people know them; the first that fits, for most name others too."""

_ISOLATES: Final = str.maketrans("", "", "\u2068\u2069")
"""What sets values apart in a sentence; it takes no place, and must not be counted as if it did."""

HUES: Final = 6
"""How many hues (each with a pattern of its own) tell parties apart before they repeat."""

_SCRIPT_OF: Final = {"ar": "ARABIC", "en": "LATIN", "ru": "CYRILLIC"}
_SCRIPTS: Final = frozenset(_SCRIPT_OF.values())
"""The scripts of our languages, as Unicode begins the names of their letters."""


@cache
def _script(letter: str) -> str:
    """The script of a letter, as Unicode begins its name."""
    return unicodedata.name(letter, "").partition(" ")[0]


_NATIVE: Final = {"ar": "العربية", "en": "English", "ru": "Русский"}


_PLACES: Final = {"meeting": "meetings", "group": "groups", "issue": "issues", "track": "issues", "text": "texts", "exchange": "exchanges"}
"""Where the page of a matter is, by the first word of its name."""


_OBJECTS: Final = {"channel": "record", "count": "count", "entry": "record", "remarks": "remarks"}
"""Where the page is of what a report names, where that is not the plural of the word."""


@cache
def environment() -> jinja2.Environment:
    """The templates, compiled once for all chairs of a process; an undefined name is an error, not an empty place."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.globals.update(
        native_names=_NATIVE, languages=LANGUAGES, words=words, words_talks=words_talks, words_matters=words_matters,
        words_agreements=words_agreements, words_exchanges=words_exchanges, words_press=words_press,
        words_texts=words_texts, phrases=phrases,
        last_day=last_day, address=address, checker=checker,
    )  # fmt: skip
    found.globals["padding"] = _padding
    found.filters.update(capital=capital, sentence=sentence, as_edited=as_edited)
    return found


def _padding() -> str:
    """Letters of chance, of a length of chance: what a compressed page weighs then says nothing of what stands on it."""
    return secrets.token_hex(secrets.randbelow(64))


class Called:
    """Names that a chair can look up; somebody outside knows none beyond what a view says.

    Names are texts by language, empty where there is none.
    """

    def channel(self, _label: str) -> Mapping[str, str]:
        """A channel by its label."""
        return {}

    def matter(self, _label: str, _about: str) -> Mapping[str, str]:
        """A matter of a channel."""
        return {}

    def person(self, account: str) -> str:
        """The person behind an account's name."""
        return account

    def translations(self, _label: str, _ref: str) -> Sequence[TranslationRow]:
        """What this delegation has translated of an entry, for itself."""
        return ()


class Words:
    """What templates call to write names, times, codes and references in the reader's language.

    Args:
        html: the sentences.
        parties: the names of all parties of the dialogues of this chair, by id.
        us: the party whose chair it is.
        zones: the time zones of the capitals, as far as they are known, by party.
        called: what channels, matters and people are called.

    Attributes:
        from_ours: whether something on the page is shown in a translation of our own in place of what somebody wrote.
        untranslated: the languages in which alone something on the page stands, other than the reader's; empty: a language that nobody
            named, in another script.
    """

    def __init__(
        self,
        html: Html,
        parties: Mapping[str, Mapping[str, str]],
        us: str,
        zones: Mapping[str, str] = MappingProxyType({}),
        called: Called = Called(),  # noqa: B008 - holds nothing
    ) -> None:
        self.html = html
        self.t: Translator = html.t
        self.parties = parties
        self.us = us
        self._zones = {party: found for party, zone in zones.items() if (found := find_zone(zone)) is not None}
        self._order = sorted(parties)
        self._called = called
        self.untranslated: set[str] = set()
        self.from_ours = False

    # ---- names ----

    def name(self, party: str | None) -> str:
        """The name of a party as plain text."""
        return self.t.text_of(self.parties.get(party or ""), party or "—")

    def party(self, party: str | None) -> Markup:
        """A party: its letter with hue and pattern, and its name."""
        if party is None:
            return Markup("—")
        return Markup('<span class="party">{}<bdi>{}</bdi></span>').format(self.letter(party), self.name(party))

    def letter(self, party: str) -> Markup:
        """The letter by which a party is told apart, beside hue and pattern; hidden from screen readers, which read the name."""
        place = self._order.index(party) % HUES + 1 if party in self._order else HUES
        return Markup('<span class="p p{}" aria-hidden="true" translate="no">{}</span>').format(place, party[:1].upper())

    def hue(self, party: str) -> int:
        """The number of the hue of a party, from 1."""
        return self._order.index(party) % HUES + 1 if party in self._order else HUES

    def in_order(self, parties: Sequence[str] | Mapping[str, Any]) -> list[str]:
        """Parties in the alphabetical order of this language."""
        return sorted(parties, key=lambda party: self.t.order(self.name(party)))

    def everyone(self, parties: Sequence[str]) -> Markup:
        """Several parties in the order of this language."""
        return escape(self.t.comma + " ").join(self.party(party) for party in self.in_order(parties))

    def number(self, number: int) -> Markup:
        """The number of a request among those of its party."""
        return self.html.gettext(N_("No. %(number)s"), number=self.t.number(number))

    def channel(self, channel: ChannelName) -> Markup:
        """A channel by name."""
        return Markup("<bdi>{}</bdi>").format(self.channel_title(channel))

    def channel_title(self, channel: ChannelName) -> str:
        """A channel as plain text: its own name, else the word for its kind."""
        named = self.t.text_of(channel.names)
        return named or words.word(self.t, words.CHANNEL_KINDS, channel.label)

    def channel_short(self, label: str) -> str:
        """A channel of which only the label is at hand: the word for its kind, else its name."""
        named = {} if label in words.CHANNEL_KINDS else self._called.channel(label)
        return self.t.text_of(named, words.word(self.t, words.CHANNEL_KINDS, label))

    # ---- references ----

    def ref(self, channel: str, ref: str, text: str | Markup | None = None) -> Markup:
        """A link to an entry of the record."""
        return Markup('<a class="ref" href="/record/{}/{}"><bdi translate="no">{}</bdi></a>').format(channel, ref, text or ref)

    def statement_link(self, channel: str, ref: str) -> Markup:
        """A link to the page of a public statement."""
        return Markup('<a href="/statements/{}/{}"><bdi translate="no">{}</bdi></a>').format(channel, ref, ref)

    def refs(self, channel: str, refs: Sequence[Any]) -> Markup:
        """Links to several entries, as `re` carries them or as people write them."""
        named = [item if isinstance(item, str) else str(Ref(*item)) for item in refs]
        return escape(self.t.comma + " ").join(self.ref(channel, ref) for ref in named)

    def person(self, account: str) -> str:
        """Somebody of this delegation by the name of their account."""
        return self._called.person(account)

    def people(self, accounts: Sequence[str]) -> Markup:
        """Several of them."""
        return escape(self.t.comma + " ").join(Markup("<bdi>{}</bdi>").format(self.person(each)) for each in accounts)

    def matter(self, about: str, names: Mapping[str, str] | None = None, channel: str | None = None) -> str:
        """A matter in words: plenary 3, the group on principles. Its name is looked up in a channel where no view gave it."""
        return words_talks.matter(self.t, about, names or (self._called.matter(channel, about) if channel else None))

    def matter_link(self, channel: str, about: str, names: Mapping[str, str] | None = None) -> Markup:
        """The same as a link to the page of the matter, where it has one."""
        said = Markup("<bdi>{}</bdi>").format(self.matter(about, names, channel))
        parts = about.split("/")
        place = _PLACES.get(parts[0])
        if place is None:
            return said
        whole = "/".join(parts[:3]) if parts[0] == "meeting" else about
        return Markup('<a href="/{}/{}/{}">{}</a>').format(place, channel, whole, said)

    def place_of(self, target: Target) -> str:
        """The address of what a line of a report names."""
        return "/".join(["", _OBJECTS.get(target.what, target.what + "s"), *filter(None, target[1:])])

    def matter_links(self, channel: str, several: Sequence[str]) -> Markup:
        """Several of them, each on a line of its own."""
        return Markup("<br>").join(self.matter_link(channel, about) for about in several)

    def browser(self, agent: str) -> str:
        """A browser and its system by the names that people know, from what it calls itself; that itself, where nothing is recognised."""
        known = [next((name for mark, name in marks if mark in agent), None) for marks in (_BROWSERS, _SYSTEMS)]
        return " · ".join(name for name in known if name) or agent[:60] or "—"

    def languages(self, codes: Sequence[str]) -> list[str]:
        """Languages by the names that the reader has for them."""
        return [self.t.language_name(code) for code in codes]

    def language(self, code: str) -> str:
        """A language by its own name, as its readers look for it."""
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as in detente.i18n

        try:
            return str(Locale.parse(code, sep="-").get_display_name(code) or code)
        except (UnknownLocaleError, ValueError):
            return code

    def state(self, code: str) -> Markup:
        """A state outside the talks by its code (ISO 3166), or by whatever name a party gave it."""
        return Markup('<bdi translate="no">{}</bdi>').format(self.t.territory(code))

    def lines(self, text: str, most: int) -> list[str]:
        """A text in at most two lines of a drawing, cut between words."""
        found = textwrap.wrap(text.translate(_ISOLATES), most, max_lines=2, placeholder=" …", break_long_words=True)
        return found or [""]

    def as_of(self, channel: ChannelName, points: Any) -> Markup:
        """How complete an answer is: a sentence with links."""
        parts = []
        for point in sorted(points, key=lambda point: self.t.order(self.name(point.party))):
            if point.entries:
                link = self.ref(channel.label, f"{_log(point)}/{point.entries - 1}", str(point.entries - 1))
                parts.append(self.html.gettext(N_("entry %(ref)s of %(party)s"), ref=link, party=self.name(point.party)))
            else:
                parts.append(self.html.gettext(N_("nothing yet of %(party)s"), party=self.name(point.party)))
        return self.html.gettext(N_("As of %(points)s."), points=escape(self.t.comma + " ").join(parts))

    # ---- times ----

    def time(self, text: str | None) -> Markup:
        """A moment."""
        if not text:
            return Markup("—")
        return Markup('<time datetime="{}">{}</time>').format(text, self.t.time(text))

    def moment(self, seconds: int) -> Markup:
        """A moment as a witness states it: seconds since 1970."""
        try:
            return self.time(dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        except (OverflowError, ValueError, OSError):
            return escape(self.t.number(seconds))

    def stamp(self, text: str | None) -> Markup:
        """A moment, short, for tables."""
        if not text:
            return Markup("—")
        return Markup('<time datetime="{}"><bdi>{}</bdi></time>').format(text, self.t.stamp(text))

    def when(self, value: Mapping[str, Any] | None) -> Markup:
        """A date as far as it is known."""
        return escape(self.t.when(value))

    def times(self, text: str | None) -> Markup:
        """A moment in UTC, and by the clocks of the capitals."""
        moment = moment_of(text)
        return self.time(text) if moment is None else self.time(text) + self._capitals(moment, moment.date())

    def clock(self, date: Mapping[str, Any] | None, time: Mapping[str, Any] | None) -> Markup:
        """A time of day in its zone; and by the clocks of the capitals, where the day is known."""
        said = escape(self.t.clock(time))
        zone = find_zone(str(time.get("zone"))) if time else None
        try:
            day = dt.date.fromisoformat(str((date or {})["day"]))
            moment = dt.datetime.combine(day, dt.time.fromisoformat(str((time or {})["at"])), zone)
        except (KeyError, ValueError):
            return said
        return said if zone is None else said + self._capitals(moment, day)

    def _capitals(self, moment: dt.datetime, day: dt.date) -> Markup:
        """The same moment in the capitals whose zones are known, in the order of this language; empty for none."""
        shown = [
            Markup('<span class="party" title="{0}">{1}<span class="hidden">{0}</span> <bdi>{2}</bdi></span>').format(
                self.name(party), self.letter(party), self.t.local(moment, self._zones[party], day)
            )
            for party in self.in_order(self._zones)
        ]
        return Markup(' <span class="capitals">{}</span>').format(Markup(" ").join(shown)) if shown else Markup("")

    def ago(self, text: str | None, now: str) -> str:
        """How long ago a moment was, in the largest unit that fits."""
        from babel.dates import format_timedelta  # noqa: PLC0415 - as in detente.i18n

        since = _between(text, now)
        if since is None:
            return "—"
        return format_timedelta(-since or dt.timedelta(seconds=-1), add_direction=True, locale=self.t.language)  # now was a second ago

    def lasting(self, text: str | None, now: str) -> str:
        """How long something has lasted since a moment, in the largest unit that fits."""
        from babel.dates import format_timedelta  # noqa: PLC0415 - as in detente.i18n

        since = _between(text, now)
        return "—" if since is None else format_timedelta(since, locale=self.t.language)

    # ---- words for codes ----

    def word(self, table: Mapping[str, str], code: str | None) -> str:
        """The word for a code."""
        return words.word(self.t, table, code) if code else "—"

    def generation(self, generation: int) -> str:
        """Which of a party's logs in a channel, where it is not the first."""
        return words.generation_named(self.t, generation)

    def kind(self, kind: str) -> str:
        """The word for a kind of act."""
        return words.word(self.t, words.KINDS, kind)

    def source(self, source: Source) -> Markup:
        """Where something was found; an address is a link that tells the other site nothing."""
        if not source.ref:
            return self.html.gettext(words_matters.SOURCES[source.kind])
        place = self.content(source.ref)
        if source.ref.startswith("https://"):
            place = Markup('<a href="{}" rel="noreferrer noopener"><bdi>{}</bdi></a>').format(source.ref, source.ref)
        return self.html.gettext(words_matters.SOURCES_AT[source.kind], ref=place)

    def source_of(self, value: Any) -> Markup:
        """The same for the field as an entry carries it."""
        found = source_of(value)
        return Markup("—") if found is None else self.source(found)

    def field(self, name: str) -> str:
        """The name of a field."""
        return field_texts.label(self.t, name)

    def field_value(self, name: str, value: Any) -> Markup:
        """The value of a field; a text by language is marked with its language."""
        first, _, language = name.partition("/")
        if isinstance(value, str) and name not in field_texts.CODES and first not in {"at", "from", "until"}:
            return self.content(value, language if first in field_texts.BY_LANGUAGE and language else None)
        return Markup("<bdi>{}</bdi>").format(field_texts.value_text(self.t, name, value))

    def fields_for_people(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of an entry without those that only programs read."""
        return field_texts.for_people(kind, fields)

    def role(self, role: str) -> str:
        """The word for a role of an account or of an appointment."""
        return words.word(self.t, ROLE_WORDS, role)

    def check_value(self, digest: str) -> str:
        """The digest of a text as it stands on paper."""
        return phrases.check_value(digest)

    def understood_values(self, note: UnderstoodNote) -> dict[str, Any]:
        """The values of a sentence on a Word file."""
        return phrases.understood_values(self.t, note)

    def text(self, text: Text) -> Markup:
        """A sentence of the views."""
        return sentence(self.html.error(text.error()))

    def content(self, text: str | None, language: str | None = None, *, translated: bool = False) -> Markup:
        """What somebody wrote, in its own language and direction.

        Args:
            translated: a translation for the reader stands beside it.
        """
        if text is None:
            return Markup("")
        if language is None:
            if not translated:
                self.noted(text)
            return Markup('<span class="content" dir="auto">{}</span>').format(tame(text))
        if language.partition("-")[0] in {"ar", "fa", "he", "ur"}:
            return Markup('<span class="content" lang="{}" dir="rtl">{}</span>').format(language, as_edited(tame(text)))
        return Markup('<span class="content" lang="{}" dir="ltr">{}</span>').format(language, tame(text))

    def ours(self, channel: str, ref: str) -> TranslationRow | None:
        """Our own translation of an entry into the reader's language; None where there is none."""
        return next((each for each in self._called.translations(channel, ref) if each.language == self.t.language), None)

    def named_by(self, channel: str, ref: str | None, text: str, *, paragraph: int = 0, most: int = 240) -> Markup:
        """What an act says in short, for lists and headings: in our translation where there is one, else as it was written.

        A translation gives the title of an act, where it has one, as its first paragraph (from 0).
        """
        found = self.ours(channel, ref) if ref else None
        parts = [] if found is None else found.text.split("\n\n")
        if found is None or paragraph >= len(parts):
            return self.content(phrases.short(text, most))
        self.from_ours = True
        return self.content(phrases.short(parts[paragraph], most), found.language)

    def of_languages(self, texts: Mapping[str, str] | None) -> Markup:
        """The version in the reader's language, else English, else the first; marked with its language, where it names one."""
        if not texts:
            return Markup("")
        language = self._best(texts)
        if language and language.partition("-")[0] != self.t.language:
            self.untranslated.add(language)
        return self.content(texts[language], language or None)

    def only_in(self, *several: Mapping[str, str] | None) -> Markup:
        """A small mark beside texts by language of which the reader's has none: in which alone they stand. Empty where all have one."""
        for texts in several:
            language = self._best(texts) if texts else self.t.language
            if language and language.partition("-")[0] != self.t.language:
                said = self.html.gettext(N_("only in: %(languages)s"), languages=self.t.language_name(language))
                return Markup('<span class="only">{}</span>').format(said)
            if texts and not language and self._in_another_script(texts[""]):
                return Markup('<span class="only">{}</span>').format(self.html.gettext(N_("not translated")))
        return Markup("")

    def only_here(self) -> Markup:
        """A sentence about all that stands on the page in other languages alone; empty where all is in the reader's."""
        if not self.untranslated:
            return Markup("")
        if "" in self.untranslated:
            return self.html.gettext(N_("Some of what the parties wrote here has not been translated."))
        languages = self.t.listing(self.t.language_name(each) for each in sorted(self.untranslated))
        return self.html.gettext(N_("Some of what the parties wrote here exists only in: %(languages)s."), languages=languages)

    def noted(self, text: str) -> Markup:
        """Nothing to be seen; but what is in another script counts as not translated."""
        if self._in_another_script(text):
            self.untranslated.add("")
        return Markup("")

    def _best(self, texts: Mapping[str, str]) -> str:
        return next((each for each in (self.t.language, "en") if each in texts), next(iter(texts)))

    def _in_another_script(self, text: str) -> bool:
        """Whether a text is of several words, and none of its letters of the script in which the reader's language is written."""
        scripts = {_script(letter) for letter in set(text) if letter.isalpha()}
        return len(text.split()) > 1 and bool(scripts & _SCRIPTS) and _SCRIPT_OF[self.t.language] not in scripts

    def marked(self, text: str, marks: Sequence[Sequence[int]]) -> Markup:
        """A quotation with the places marked where the words stand."""
        parts, at = [Markup()], 0
        for start, end in marks:
            parts += [escape(tame(text[at:start])), Markup("<mark>{}</mark>").format(tame(text[start:end]))]
            at = end
        return Markup().join([*parts, escape(tame(text[at:]))])

    def digest(self, text: str) -> Markup:
        """A hash or key, short, never the main thing on a page."""
        return Markup('<bdi class="hash" translate="no" title="{}">{}…</bdi>').format(text, text[:12])

    def spoken(self, text: str) -> tuple[str, ...]:
        """The words of a digest that people compare, in the reader's language."""
        return spoken(text, self.t.language)


def _log(point: Any) -> str:
    return point.party if point.generation == 0 else f"{point.party}.{point.generation}"


def _between(text: str | None, now: str) -> dt.timedelta | None:
    """The time from one moment of an entry to another; None where one is no moment."""
    try:
        then, reference = (dt.datetime.strptime(each or "", "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC) for each in (text, now))
    except ValueError:
        return None
    return reference - then

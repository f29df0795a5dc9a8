"""Texts in the language of the reader: catalogues, plural forms, numbers, times. A leaf that every face uses.

Rules:

1. A text in the source is English, whole, with named places (`%(party)s`), marked by `N_`, `_` or `ngettext`.
2. Catalogues are `.po` files (locale/<language>/LC_MESSAGES/detente.po). English is the source. `scripts/catalogues.py` renews them; a
   test fails when one is stale. Beside each lies what was compiled from it, which is read where it is of this very .po, and never needed.
3. Numbers and times go through Babel, never through `str()`.
4. In Arabic a value in another script inside a sentence is isolated (U+2068 .. U+2069), so that an id keeps its direction, and so is a day
   that a sentence gives as an example. Values that stand alone, in a table or in `--json`, are never touched.
"""

from __future__ import annotations

import datetime as dt
import gettext
import hashlib
import io
import os
import re
import shlex
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from detente.errors import COMMAND, N_, CallerError, DetenteError

LANGUAGES = ("ar", "en", "ru")
FOLDER = Path(__file__).parent / "locale"

_WHOLE_NUMBER = re.compile(r"%\((\w+)\)d")
_TIME = re.compile(r"[0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?::[0-9]{2}){2}Z")
_DAY_AS_TYPED = re.compile(r"(?<![\w\u2068-])\d{4}-\d\d(?:-\d\d)?(?:T[\d:]+(?:Z|[+-]\d\d:\d\d)?)?(?:\.\.\d{4}-\d\d(?:-\d\d)?)?(?![\w-])")
"""A day, a month, a range or a time in the form in which people are to type it: "2021-09-30"."""

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_ARTICLE = "ال"
FIRST_STRONG, POP = "\u2068", "\u2069"


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language is."""
    return FOLDER / language / "LC_MESSAGES" / "detente.po"


_SOURCE = "sha-256 of the catalogue from which this was compiled"
"""A message of its own in what is compiled: what was changed since is read anew, however old the files say they are."""


def compiled_catalogue(language: str) -> bytes:
    """The catalogue of a language in the form that gettext reads: to read a .po takes half a second, this a hundredth."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - who only speaks needs none of this
    from babel.messages.pofile import read_po  # noqa: PLC0415

    source = catalogue_path(language).read_bytes()
    catalogue = read_po(io.BytesIO(source), locale=language)
    catalogue.add(_SOURCE, hashlib.sha256(source).hexdigest())
    catalogue.creation_date = catalogue.revision_date = dt.datetime.fromtimestamp(0, dt.UTC)  # else now: two wheels would differ
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def write_compiled_catalogues() -> None:
    """Write a .mo beside each .po, as `make setup` and the build of a wheel do (hatch_build.py)."""
    for source in FOLDER.glob("*/LC_MESSAGES/detente.po"):
        source.with_suffix(".mo").write_bytes(compiled_catalogue(source.parts[-3]))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    source = catalogue_path(language)
    if language == "en" or not source.exists():
        return gettext.NullTranslations()
    compiled = source.with_suffix(".mo")  # written by `make setup`, and when a wheel is built
    if compiled.exists():
        found = gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
        if found.gettext(_SOURCE) == hashlib.sha256(source.read_bytes()).hexdigest():
            return found
    return gettext.GNUTranslations(io.BytesIO(compiled_catalogue(language)))


def language_of(wanted: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """The language to speak: the one asked for, else DETENTE_LANG, LC_ALL, LC_MESSAGES, LANG, else English.

    Raises:
        CallerError: the one asked for is not there.
    """
    for source, text in [("--lang", wanted), ("DETENTE_LANG", environment.get("DETENTE_LANG"))]:
        if text:
            if text not in LANGUAGES:
                raise CallerError(
                    N_("%(source)s: there is no language '%(name)s'; there are: %(known)s"),
                    source=source,
                    name=text,
                    known=", ".join(LANGUAGES),
                )
            return text
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        text = environment.get(name)
        if text:
            found = re.split(r"[_.@-]", text, maxsplit=1)[0].lower()
            return found if found in LANGUAGES else "en"
    return "en"


_UNRULY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def tame(text: str) -> str:
    """Foreign text as it may be shown: what steers a terminal or turns the direction of a line becomes U+FFFD."""
    return _UNRULY.sub("\ufffd", text)


class Said(str):
    """A text that is finished: in another sentence it is neither tamed nor isolated again."""

    __slots__ = ()


class InWords(ABC):
    """A value that each language has its own words for; as a plain text it is its key."""

    @abstractmethod
    def in_words(self, t: Translator) -> str:
        """Its words in the language of a translator."""


class Translator:
    """Everything that depends on the reader's language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.language == "ar" else "ltr"

    # ---- texts ----

    def gettext(self, message: str, /, **params: Any) -> str:
        """A text in this language, its places filled."""
        return Said(self._fill(self.template(message), params))

    def template(self, message: str) -> str:
        """A text in this language, its places open."""
        return self._set_apart(self._catalogue.gettext(message)) if message else ""

    def template_for(self, one: str, many: str, n: int) -> str:
        """The form that goes with a number, its places open."""
        return self._set_apart(self._catalogue.ngettext(one, many, n))

    def ngettext(self, one: str, many: str, n: int, /, **params: Any) -> str:
        """A text in the form that goes with a number; `%(n)d` is the number."""
        return Said(self._fill(self.template_for(one, many, n), {"n": n, **params}))

    def error(self, error: DetenteError) -> str:
        """What an error says; what caused it is translated too."""
        cause = getattr(error, "cause", None)
        params = {**error.params, "cause": cause} if isinstance(cause, DetenteError) else error.params
        return self.gettext(error.template, **params)

    def hint(self, error: DetenteError) -> str | None:
        """What an error advises: sentences and commands, each on a line of its own."""
        if error.hint is None:
            return None
        return "\n".join(self._advice(line, error.params) for line in self._catalogue.gettext(error.hint).split("\n"))

    def _advice(self, line: str, params: Mapping[str, Any]) -> str:
        if line.startswith(COMMAND):  # it will be copied: no isolates, no grouped digits, and quoted where a shell needs it
            return line % {name: value if isinstance(value, int) else shlex.quote(tame(str(value))) for name, value in params.items()}
        return self._fill(self._set_apart(line), params)

    def _set_apart(self, text: str) -> str:
        """A text in which a day that is to be typed keeps its order: behind Arabic letters its parts would change places (UAX 9, W2)."""
        if self.language != "ar" or "-" not in text or not _ARABIC.search(text):
            return text
        return _DAY_AS_TYPED.sub(f"{FIRST_STRONG}\\g<0>{POP}", text)

    def _fill(self, template: str, params: Mapping[str, Any]) -> str:
        if not params:
            return template % {} if "%" in template else template
        return _WHOLE_NUMBER.sub(r"%(\1)s", template) % {name: self._value(value) for name, value in params.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, DetenteError):
            return self.error(value)
        if isinstance(value, InWords):
            value = value.in_words(self)
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, Said):
            return value
        if isinstance(value, list | tuple):
            return self.listing(str(item) for item in value)
        return self.isolate(tame(self.as_written(str(value))))

    def isolate(self, text: str) -> str:
        """In Arabic, a value of another script, kept apart from the sentence around it."""
        return f"{FIRST_STRONG}{text}{POP}" if self.language == "ar" and text and not _ARABIC.search(text) else text

    # ---- numbers, times, names ----

    def number(self, value: int) -> str:
        """A whole number."""
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(value, locale=self.language)

    def as_written(self, value: str) -> str:
        """A text as it stands in a sentence: a time as entries carry it, as people write times; all else as it is."""
        return self.time(value) if _TIME.fullmatch(value) else value

    def time(self, text: str | None) -> str:
        """A time as entries carry it, for people; what is none is shown as it is."""
        from babel.dates import format_datetime  # noqa: PLC0415

        moment = moment_of(text)
        return tame(text or "—") if moment is None else format_datetime(moment, f"d MMM y{self.comma} HH:mm", locale=self.language) + " UTC"

    def stamp(self, text: str | None) -> str:
        """A time as entries carry it, short, for a table."""
        from babel.dates import format_datetime  # noqa: PLC0415

        moment = moment_of(text)
        return tame(text or "—") if moment is None else format_datetime(moment, "y-MM-dd HH:mm", locale=self.language)

    def day(self, text: str | None) -> str:
        """A date such as 2021-09-30, for people; what is none is shown as it is."""
        try:
            day = dt.date.fromisoformat(text or "")
        except ValueError:
            return tame(text or "—")
        return Said(_day(day, self.language))

    def month(self, text: str) -> str:
        """A month such as 2021-09, for people."""
        from babel.dates import format_date  # noqa: PLC0415

        try:
            first = dt.date.fromisoformat(text + "-01")
        except ValueError:
            return tame(text)
        return Said(format_date(first, "LLLL y", locale=self.language))

    def when(self, value: Mapping[str, Any] | None) -> str:
        """A date as far as it is known: {"day":..}, {"month":..}, {"from":..,"to":..} or {"open":true}."""
        if not value or "open" in value:
            return self.gettext(N_("not set yet"))
        if "day" in value:
            return self.day(value["day"])
        if "month" in value:
            return self.month(value["month"])
        return self.gettext(N_("%(first)s to %(last)s"), first=Said(self.day(value.get("from"))), last=Said(self.day(value.get("to"))))

    def clock(self, value: Mapping[str, Any] | None) -> str:
        """A time of day in its zone: {"at":"08:00","zone":"UTC","about":true}; empty for none."""
        if not value:
            return ""
        said = Said(self.isolate(tame(f"{value.get('at')} {value.get('zone')}")))
        return self.gettext(N_("about %(time)s"), time=said) if value.get("about") else said

    def local(self, moment: dt.datetime, zone: dt.tzinfo, day: dt.date) -> str:
        """A moment by the clock of a zone; with its date where that is not `day`."""
        from babel.dates import format_datetime  # noqa: PLC0415

        there = moment.astimezone(zone)
        return Said(format_datetime(there, "HH:mm" if there.date() == day else f"d MMM{self.comma} HH:mm", locale=self.language))

    def size(self, count: int) -> str:
        """A number of bytes."""
        return self.ngettext("%(n)d byte", "%(n)d bytes", count)

    def listing(self, items: Iterable[str]) -> str:
        """Several things in one sentence."""
        said = [item if isinstance(item, Said) else self.isolate(tame(item)) for item in items]
        return Said((self.comma + " ").join(said))

    @property
    def comma(self) -> str:
        """The comma of this language's script."""
        return "،" if self.language == "ar" else ","

    def text_of(self, texts: Mapping[str, str] | None, fallback: str = "") -> str:
        """The text of the reader's language out of several; else English, else the first."""
        return tame((texts.get(self.language) or texts.get("en") or next(iter(texts.values()))) if texts else fallback)

    def language_name(self, code: str) -> str:
        """The name of a language in this one."""
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415

        try:
            return str(Locale.parse(code, sep="-").get_display_name(self.language) or code)
        except (UnknownLocaleError, ValueError):
            return code

    def territory(self, code: str) -> str:
        """The name of a state or territory by its code of three letters; what is none is shown as it is."""
        from babel import Locale  # noqa: PLC0415
        from babel.core import get_global  # noqa: PLC0415

        known = get_global("territory_aliases").get(code.upper(), ())
        return str(Locale(self.language).territories.get(known[0], tame(code))) if len(known) == 1 else tame(code)

    def order(self, name: str) -> str:
        """What to sort names by: the alphabet of this language; the Arabic article does not count."""
        folded = name.casefold()
        return folded.removeprefix(_ARTICLE) if self.language == "ar" else folded.replace("ё", "е\uffff")


def moment_of(text: str | None) -> dt.datetime | None:
    """A time as entries carry it; None for what is none."""
    try:
        return dt.datetime.strptime(text or "", "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _day(day: dt.date, language: str) -> str:
    """A day for people; a list says the same ones again and again."""
    from babel.dates import format_date  # noqa: PLC0415 - as above

    return format_date(day, "d MMM y", locale=language)


@cache
def translator(language: str) -> Translator:
    """The translator of one language."""
    return Translator(language)

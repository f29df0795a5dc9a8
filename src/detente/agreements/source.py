"""TOML that came from somebody else: bounded, parsed into forms, and every error with its line.

The parser of the standard library says no line for a value, so `Source` finds the lines of headers and keys by itself. That is for
messages only; what a file means is decided by the parser alone.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from detente.agreements.caps import CAPS
from detente.errors import N_, FormatError

F = TypeVar("F", bound=msgspec.Struct)
Path = tuple[str | int, ...]

_TOKENS = re.compile(r"\"\"\"|'''|\"(?:\\.|[^\"\\\n])*\"?|'[^'\n]*'?|#[^\n]*|[\[\]{}.]|\n")
# A text that is never closed ends with its line here: were it no seen, a line of a million quotation marks would be read once for each.
_HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([\w-]+(?:[ \t]*\.[ \t]*[\w-]+){0,16})[ \t]*\]")
_KEY = re.compile(r"[ \t]*([\w-]+(?:\.[\w-]+){0,16})[ \t]*=")
_AT = re.compile(r" - at `\$(.*)`\Z")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\Z")


class Source:
    """The text of one file, and where its parts are.

    Args:
        name: what messages call the file.
        limit: bytes.

    Raises:
        FormatError: it is too large, no UTF-8, nested too deeply, or no TOML.
    """

    def __init__(self, name: str, data: bytes, limit: int) -> None:
        self.name = name
        self._lines: dict[Path, int] = {(): 1}
        if len(data) > limit:
            raise self.error((), N_("it has %(seen)d bytes; the limit is %(limit)d"), seen=len(data), limit=limit)
        try:
            self.text = data.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise self.error((), N_("it is not text in UTF-8, from byte %(byte)d on"), byte=error.start) from error
        self._find_lines()
        self.value = self._parsed()
        self._check_years((), self.value)

    def line(self, path: Path) -> int:
        """The line of a part, or of the part that holds it."""
        while path not in self._lines and (*path, 0) not in self._lines:
            path = path[:-1]
        return self._lines.get(path) or self._lines[(*path, 0)]

    def error(self, path: Path, template: str, **params: Any) -> FormatError:
        """An error at a part of the file."""
        return self.placed(path, FormatError(template, **params))

    def placed(self, path: Path, cause: FormatError) -> FormatError:
        """An error, with the file and the line that it is about; with the id of the part that holds it, where it has one."""
        part = self._named(path)
        where: dict[str, Any] = {"file": self.name, "line": self.line(path), "cause": cause}
        if part:
            return FormatError(N_("%(file)s, line %(line)d, %(part)s: %(cause)s"), part=part, **where)
        return FormatError(N_("%(file)s, line %(line)d: %(cause)s"), **where)

    def form(self, form: type[F]) -> F:
        """The file as a form.

        Raises:
            FormatError: a key is unknown or missing, or a value is of another type or size.
        """
        try:
            return msgspec.convert(self.value, form, strict=True, builtin_types=(dt.date,))
        except msgspec.ValidationError as error:
            raise self._invalid(str(error)) from error

    def _named(self, path: Path) -> str:
        """The innermost part of a path that has an id, as `count warheads`."""
        value: Any
        value, found = getattr(self, "value", None), ""
        for place, step in enumerate(path):
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return found
            if isinstance(value, Mapping) and isinstance(value.get("id"), str) and place:
                found = f"{path[place - 1]} {value['id'][:80]}"
        return found

    # ---- lines ----

    def _find_lines(self) -> None:
        """One pass over the text: the lines of headers and keys, and how deep brackets and keys go."""
        text, place, line, depth, dots = self.text, 0, 1, 0, 0
        heads: Counter[Path] = Counter()
        here = self._line_start(0, line, (), heads)
        while (match := _TOKENS.search(text, place)) is not None:
            seen, place = match[0], match.end()
            if seen in {'"""', "'''"}:
                end = text.find(seen, place)
                if end < 0:
                    return  # the parser says what is wrong
                line, place = line + text.count("\n", place, end), end + 3
            elif seen == "\n":
                line, dots = line + 1, 0
                if not depth:
                    here = self._line_start(place, line, here, heads)
            elif seen == ".":
                dots += 1
            elif seen in "[{":
                depth += 1
            elif seen in "]}":
                depth = max(0, depth - 1)
            if depth > CAPS.nesting:
                raise self._at(line, N_("brackets are nested deeper than %(limit)d"), limit=CAPS.nesting)
            if dots > CAPS.dots:
                raise self._at(line, N_("a line has more than %(limit)d points outside of texts"), limit=CAPS.dots)

    def _line_start(self, place: int, line: int, here: Path, heads: Counter[Path]) -> Path:
        """What a line begins with: a header, which later keys belong to, or a key."""
        if (match := _HEADER.match(self.text, place)) is not None:
            here = ()
            parts = [part.strip() for part in match[2].split(".")]
            for number, part in enumerate(parts, 1):
                here = (*here, part)
                if number == len(parts) and match[1] == "[[":
                    here = (*here, heads[here])
                    heads[here[:-1]] += 1
                elif heads[here]:
                    here = (*here, heads[here] - 1)
            self._lines.setdefault(here, line)
        elif (match := _KEY.match(self.text, place)) is not None:
            self._lines.setdefault((*here, *match[1].split(".")), line)
        return here

    def _at(self, line: int, template: str, **params: Any) -> FormatError:
        return FormatError(N_("%(file)s, line %(line)d: %(cause)s"), file=self.name, line=line, cause=FormatError(template, **params))

    # ---- parsing ----

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:  # ValueError: TOMLDecodeError, and numbers of thousands of digits
            reason = str(error)
            place = _TOML_PLACE.search(reason)
            if place is not None and place[1]:
                reason, line, column = reason[: place.start()], int(place[1]), int(place[2])
                raise self._at(line, N_("column %(column)d: this is no TOML: %(reason)s"), column=column, reason=reason) from error
            raise self._at(1 + self.text.count("\n"), N_("this is no TOML: %(reason)s"), reason=reason[:200]) from error

    def _check_years(self, path: Path, value: Any) -> None:
        """A date far away costs a calendar of that length, and is a slip of the pen."""
        if isinstance(value, dt.date) and not CAPS.first_year <= value.year <= CAPS.last_year:
            raise self.error(
                path,
                N_("the year %(seen)s lies outside of %(first)s to %(last)s"),
                seen=str(value.year),
                first=str(CAPS.first_year),
                last=str(CAPS.last_year),
            )
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, each in inside:
            self._check_years((*path, step), each)

    def _invalid(self, reason: str) -> FormatError:
        """What msgspec found, in our words, at its line."""
        path: Path = ()
        if (at := _AT.search(reason)) is not None:
            path = tuple(int(step[2]) if step[2] else step[1] for step in _STEP.finditer(at[1]) if step[1] or step[2])
            reason = reason[: at.start()]
        if (match := re.fullmatch(r"Object contains unknown field `(.*)`", reason, re.DOTALL)) is not None:
            return self.error((*path, match[1]), N_("there is no key '%(key)s' here"), key=match[1][:80])
        if (match := re.fullmatch(r"Object missing required field `(.*)`", reason)) is not None:
            return self.error(path, N_("the key '%(key)s' is missing"), key=match[1])
        if (match := re.fullmatch(r"Expected `([^`]*)`, got `([^`]*)`", reason)) is not None:
            return self.error(
                path, N_("a value of type %(wanted)s is expected here, and this is of type %(seen)s"), wanted=match[1], seen=match[2]
            )
        if (match := re.fullmatch(r"Expected `(.*)`", reason, re.DOTALL) or re.fullmatch(r"Expected (.*)", reason, re.DOTALL)) is not None:
            return self.error(path, N_("this is expected here: %(wanted)s"), wanted=match[1].replace("(?!\n)", ""))
        return self.error(path, N_("%(reason)s"), reason=reason)

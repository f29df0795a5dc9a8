"""Sentences as HTML: what a translator says, escaped, with its values set apart.

Rules:

1. The sentence is the translator's, the values are anybody's: both are escaped; only `Markup` passes as it is.
2. A value inside a sentence stands in `<bdi>`, in every language, so that neither direction nor order of the sentence can be moved by it.
3. What steers the direction of text or a terminal has become U+FFFD before (`tame`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from markupsafe import Markup, escape

from detente.errors import DetenteError
from detente.i18n import InWords, Said, Translator, tame

_WHOLE_NUMBER = re.compile(r"%\((\w+)\)d")
_ISOLATES = str.maketrans("", "", "\u2068\u2069")
_ENDED = re.compile(r"""[.!?…؟](?:["'»”’)\u2069]|&#3[49];|</\w+>|\s)*\Z""")
"""What ends a sentence, behind which quotation marks and ends of elements may stand."""


_Text = TypeVar("_Text", bound=str)


def capital(text: _Text) -> _Text:
    """A text as a title or a label begins; HTML (`Markup`) that begins with an element is left alone: a value stands there as it is."""
    return text[:1].upper() + text[1:]  # type: ignore[return-value]  # slices and sums of Markup are Markup


def sentence(text: _Text) -> _Text:
    """What is shown by itself, as a sentence: it begins with a capital, and ends with a stop where nothing else ends it."""
    whole = capital(text)
    return whole if not whole or _ENDED.search(whole) else whole + "."  # type: ignore[return-value]


class Html:
    """A translator whose sentences are HTML.

    Attributes:
        t: the translator itself, for what is not HTML: titles, attributes, file names.
    """

    def __init__(self, t: Translator) -> None:
        self.t = t

    def gettext(self, message: str, /, **params: Any) -> Markup:
        """A sentence with its places filled."""
        return self._fill(self.t.template(message), params)

    def ngettext(self, one: str, many: str, n: int, /, **params: Any) -> Markup:
        """A sentence in the form that goes with a number."""
        return self._fill(self.t.template_for(one, many, n), {"n": n, **params})

    def plain(self, message: str, /, **params: Any) -> str:
        """The sentence as plain text, for an attribute or a title: browsers show those in the direction of their own text."""
        return self.t.gettext(message, **params)

    def error(self, error: DetenteError) -> Markup:
        """What an error, a finding or a remark says."""
        cause = getattr(error, "cause", None)
        params = {**error.params, "cause": cause} if isinstance(cause, DetenteError) else error.params
        return self._fill(self.t.template(error.template), params)

    def _fill(self, template: str, params: Mapping[str, Any]) -> Markup:
        safe = str(escape(_WHOLE_NUMBER.sub(r"%(\1)s", template)))
        if not params:
            return Markup(safe % {} if "%" in safe else safe)  # noqa: S704 - escaped above
        return Markup(safe % {name: self.value(value) for name, value in params.items()})  # noqa: S704 - each part is escaped

    def value(self, value: Any) -> Markup:
        """A value inside a sentence."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, DetenteError):
            return self.error(value)
        if isinstance(value, InWords):
            value = str(value.in_words(self.t))
        if isinstance(value, Said):
            return escape(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return escape(self.t.number(value))
        if isinstance(value, list | tuple):
            return escape(self.t.comma + " ").join(self.value(item) for item in value)
        return Markup("<bdi>{}</bdi>").format(tame(self.t.as_written(str(value)).translate(_ISOLATES)))

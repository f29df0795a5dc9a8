"""What is written together with an Arabic word, before it and behind it, and letters by which words differ that are folded to the same.

These are the alphabet and the grammar of the script, which end; words, which do not, stand in the data files. Clitics and endings are
given as they are folded, letters as they stand in the report.
"""

from __future__ import annotations

import re
from typing import Final

AND: Final = "و"
SO: Final = "ف"
WITH: Final = "ب"
TO: Final = "ل"
AS: Final = "ك"

THE: Final = "ال"
"""The article."""

TO_THE: Final = "لل"
"""The article behind "to", which takes its alif away."""

WITH_THE: Final = WITH + THE
AND_THE: Final = AND + THE
SO_THE: Final = SO + THE
AS_THE: Final = AS + THE

WITH_OR_TO: Final = frozenset({WITH, TO})
JOINED: Final = frozenset({AND, SO, WITH, TO, AS})
"""The conjunctions and prepositions of one letter."""

BEFORE_NAMES: Final = frozenset({AND, WITH, TO, SO})
"""Those of one letter that stand before names."""

DEFINED: Final = re.compile(r"[وف]?(?:[بك]?ال|لل)\w{2,}")
"""A word with the article."""

WITH_ARTICLE: Final = re.compile(r"\A[وف]?(?:[بكل]?ال|لل)(?=\w{3})")
"""The article of a word, and what is written together with it."""

PREPOSED: Final = re.compile(r"[وف]?(?:[بل](?=\w{4})|لل)")
"""A preposition written together with its word."""

NISBA: Final = "ي"
"""The ending of adjectives that are made of nouns, and of surnames that are such."""

HER: Final = "ها"
"""The pronoun behind a word for somebody feminine, or for several things."""

HIS: Final = "ه"
"""The pronoun for somebody masculine, as which a feminine ending is folded too."""

FEMININE_PLURAL: Final = "ات"
MASCULINE_PLURAL: Final = ("ين", "ون")

ALIF: Final = "ا"
"""As it is folded, and as the ending of an accusative."""

LAM: Final = "ل"

OF_ARTICLE: Final = "\u0627\u0671"
"""The alif of the article, which folding makes of those with a hamza too."""

WITH_MADDA: Final = "\u0622"
"""The alif with the sign of length."""

HAMZA_ABOVE: Final = "\u0623"
"""The alif with a hamza above, as words of the first person begin, which folding makes the same as the bare one."""

HAMZA_BELOW: Final = "\u0625"
"""The alif with a hamza below, which folding makes the same as the bare one."""

YEH: Final = "\u064a"
"""The letter that folding makes of the one without dots."""

DOTLESS: Final = "\u0649"
"""The one without dots."""

OF_LANDS: Final = "يا"
"""The ending of names of states that are feminine, as Russia and Turkey are called."""

TEH_MARBUTA: Final = "\u0629"
"""The feminine ending of nouns, which folding makes the same as "his"."""

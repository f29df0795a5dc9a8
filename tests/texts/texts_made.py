"""Texts made up by Hypothesis: any value of the model, each in its normal form."""

from __future__ import annotations

from hypothesis import strategies as st

from detente.texts.model import Alternative, Bracket, Content, Provision, Version, content_of

PARTIES = ("che", "rus", "usa")

LETTERS = st.text(st.sampled_from("ab:/\\[]#=>{}!. ,-RUSA12эяшر،\u00a0\u200f"), min_size=1, max_size=12)


class _Numbers:
    """Hands out bracket numbers, each once in a text."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


@st.composite
def contents(draw: st.DrawFn, numbers: _Numbers | None = None, depth: int = 0) -> Content:
    """Words with brackets in them, never empty."""
    numbers = _Numbers() if numbers is None else numbers
    pieces = [draw(st.one_of(LETTERS, st.just(None) if depth < 3 else LETTERS)) for _ in range(draw(st.integers(1, 3)))]
    content = content_of(*(draw(brackets(numbers, depth)) if piece is None else piece for piece in pieces))
    return content or ("x",)


@st.composite
def brackets(draw: st.DrawFn, numbers: _Numbers, depth: int) -> Bracket:
    """A bracket in which no two alternatives have the same words."""
    number = numbers.next()
    words = [draw(contents(numbers, depth + 1)) for _ in range(draw(st.integers(1, 3)))]
    if len(words) == 3 and draw(st.booleans()):
        words[draw(st.integers(0, 2))] = ()
    distinct = list(dict.fromkeys(words))
    if len(distinct) == 2 and () in distinct:
        distinct.remove(())
    stance = {party: draw(st.integers(-2, len(distinct) - 1)) for party in PARTIES}
    against = {party: draw(st.integers(0, len(distinct) - 1)) for party in PARTIES if stance[party] == -2}
    alternatives = (
        Alternative(
            each,
            tuple(party for party in PARTIES if stance[party] == place),
            tuple(party for party in PARTIES if against.get(party) == place),
        )
        for place, each in enumerate(distinct)
    )
    return Bracket(number, tuple(alternatives))


@st.composite
def versions(draw: st.DrawFn, language: str = "en") -> Version:
    """One language version."""
    numbers = _Numbers()
    ids = draw(st.lists(st.from_regex(r"\A[a-z0-9][a-z0-9_-]{0,4}\Z"), min_size=0, max_size=5, unique=True))
    provisions = tuple(
        Provision(name, draw(contents(numbers)), draw(st.integers(0, 5)), draw(st.sampled_from(["paragraph", "numbered", "heading"])))
        for name in ids
    )
    title = content_of(draw(st.text(st.sampled_from("ab :/я"), max_size=8)))
    return Version(language, provisions, str(title[0]) if title else "", draw(st.sampled_from(["authentic", "courtesy"])))

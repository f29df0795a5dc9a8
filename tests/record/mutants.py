"""Bytes that are almost right: what a parser meets when somebody tries."""

from __future__ import annotations

from hypothesis import strategies as st

_TEMPTING = st.sampled_from([b"", b"\n", b"\r", b" ", b"=", b"0", b"+", b"-", b"\x00", b"\xff", b"A", b"B", "\u2028".encode(), b"\n\n"])


@st.composite
def mutants(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """One of the originals with up to three short runs of bytes replaced, removed, added or repeated."""
    raw = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(raw)))
        until = draw(st.integers(at, min(at + 3, len(raw))))
        new = draw(st.one_of(_TEMPTING, st.binary(max_size=2), st.just(raw[at:until] * 2)))
        raw = raw[:at] + new + raw[until:]
    return raw

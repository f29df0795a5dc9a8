"""Brackets that were written anew and are those that stood there before: they keep their numbers.

Who changes a provision writes it out again, and seldom writes the numbers of brackets; a bracket with the same alternatives and the same
parties is the same one, and what was said about it still holds.
"""

from __future__ import annotations

from collections.abc import Collection

from detente.texts.model import Alternative, Bracket, Content, brackets_in


def known_again(content: Content, earlier: Content, fresh: Collection[int]) -> Content:
    """Words with the numbers of the brackets that stood there.

    Args:
        content: as it was written, with numbers.
        earlier: what stood there.
        fresh: the numbers in `content` that nobody wrote.
    """
    free = {bracket.alternatives: bracket.id for bracket, _ in reversed(list(brackets_in(earlier)))}
    for bracket, _ in brackets_in(content):
        if bracket.id not in fresh:
            free = {alternatives: number for alternatives, number in free.items() if number != bracket.id}
    return _renumbered(content, free, fresh)


def _renumbered(content: Content, free: dict[tuple[Alternative, ...], int], fresh: Collection[int]) -> Content:
    return tuple(
        piece
        if isinstance(piece, str)
        else Bracket(
            free.pop(piece.alternatives, piece.id) if piece.id in fresh else piece.id,
            tuple(Alternative(_renumbered(one.content, free, fresh), one.backed_by, one.opposed_by) for one in piece.alternatives),
        )
        for piece in content
    )

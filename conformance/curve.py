"""Points of Ed25519, slowly: for signatures that no honest signer makes."""

from __future__ import annotations

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, P - 2, P) % P


def plus(one, two):
    (x1, y1), (x2, y2) = one, two
    t = _D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P


def times(number, point):
    total = (0, 1)
    while number:
        if number & 1:
            total = plus(total, point)
        point, number = plus(point, point), number >> 1
    return total


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def with_y(y, odd=0):
    """The point with this y and an x of this parity; None if there is none."""
    square = (y * y - 1) * pow(_D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return (x if x & 1 == odd else (P - x) % P, y)


BASE = with_y(4 * pow(5, P - 2, P) % P)
_EIGHTH = with_y(int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"))
SMALL = [times(number, _EIGHTH) for number in range(8)]
"""The eight points of small order; the first is the neutral one."""


def challenge(r, key, message):
    return int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER

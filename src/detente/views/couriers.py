"""Where a node's couriers go, and whether their secrets are known; never a secret itself."""

from __future__ import annotations

import os
from typing import Literal

from detente.node.addresses import Address, parse_address
from detente.node.courier_settings import courier_of
from detente.node.couriers import secret_of, variable_of
from detente.node.node import Node
from detente.views.base import View
from detente.views.timetable import TimetableShown, timetable_view

_ALWAYS = frozenset({"http", "https"})
"""Kinds that let nobody in without a secret; a bucket, a WebDAV folder may, and SSH has keys."""


class CourierRow(View, frozen=True):
    """One courier. `secret`: none (not needed), needed, kept (in the key file) or environment; `variable`: which one can hold it."""

    address: str
    secret: Literal["none", "needed", "kept", "environment"]
    variable: str | None


class CouriersView(View, frozen=True):
    """`courier list`. `every`: seconds between two rounds while pages are served, 0: they go only when they are sent.

    `timetable`: null, files leave as they are due.
    """

    couriers: list[CourierRow]
    every: int
    exercise: bool
    timetable: TimetableShown | None


def couriers_view(node: Node) -> CouriersView:
    """What is set. It takes the keys of the node: the secrets are among them."""
    set_up = courier_of(node)
    rows = [_row(node, parse_address(text)) for text in set_up.addresses]
    exercise = any(charter.exercise for charter in node.charters.values())
    return CouriersView(couriers=rows, every=set_up.every, exercise=exercise, timetable=timetable_view(node))


def _row(node: Node, address: Address) -> CourierRow:
    if not address.host:
        return CourierRow(address=address.path if address.is_folder else address.text, secret="none", variable=None)  # noqa: S106 - says that none is needed
    variable = variable_of(address)
    if os.environ.get(variable):
        return CourierRow(address=address.text, secret="environment", variable=variable)  # noqa: S106 - says where it is
    if secret_of(address, node.keys) is not None:
        return CourierRow(address=address.text, secret="kept", variable=variable)  # noqa: S106 - the same
    needed = address.kind in _ALWAYS or (address.kind != "sftp" and address.user != "")
    return CourierRow(address=address.text, secret="needed" if needed else "none", variable=variable)

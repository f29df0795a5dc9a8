"""The days that a date can mean: one that is known to the day, a span, a month, or open."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any


def first_day(date: Mapping[str, Any] | None) -> str:
    """The first day on which something with this date can be, such as 2021-09-01; empty where the date is open."""
    value = date or {}
    month = value.get("month")
    return str(value.get("day") or value.get("from") or (f"{month}-01" if month else ""))


def last_day(date: Mapping[str, Any] | None) -> str:
    """The last day on which something with this date can be; empty where the date is open."""
    value = date or {}
    if "month" in value:
        year, month = int(value["month"][:4]), int(value["month"][5:7])
        return f"{value['month']}-{calendar.monthrange(year, month)[1]:02d}"
    return str(value.get("day") or value.get("to") or "")


def day_after(day: str) -> str:
    """The day after a day: the end, not included, of what lasts through it. The last of all dates has none, and stands for itself."""
    date = dt.date.fromisoformat(day)
    return day if date == dt.date.max else (date + dt.timedelta(days=1)).isoformat()

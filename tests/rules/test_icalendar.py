"""An appointment that any calendar reads."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.reception.icalendar import Event, calendar
from yimen.rules.workdays import SHANGHAI

pytestmark = pytest.mark.rule("R-058")
AT = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)


def lines(event: Event) -> list[str]:
    return calendar(event, stamp=AT).replace(b"\r\n ", b"").decode().split("\r\n")


def event(**told: object) -> Event:
    return Event("1@yimen", AT, AT + timedelta(minutes=30), **{"summary": "办理事项", **told})  # type: ignore[arg-type]


def test_moments_are_told_in_utc_and_commas_are_no_ends() -> None:
    found = lines(event(summary="办证; 一,二", place="明德路1号"))
    assert "DTSTART:20260303T010000Z" in found
    assert "DTEND:20260303T013000Z" in found
    assert "SUMMARY:办证\\; 一\\,二" in found
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]


def test_a_cancelled_one_says_so_and_rings_no_bell() -> None:
    found = lines(event(cancelled=True, remind=timedelta(hours=2)))
    assert "STATUS:CANCELLED" in found
    assert "BEGIN:VALARM" not in found
    assert "TRIGGER:-PT120M" in lines(event(remind=timedelta(hours=2)))


@given(st.text(alphabet="预约 ab,;\\\n证件", max_size=300))
def test_no_line_is_longer_than_the_standard_allows_nor_cut_inside_a_character(text: str) -> None:
    file = calendar(event(description=text), stamp=AT)
    for each in file.split(b"\r\n"):
        assert len(each) <= 75
        each.decode()

"""What stands on walls between two moments, and the words by which somebody is called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from yimen.rules.reception.notices import TITLE_MOST, Span, Wording, next_turn, require_fit
from yimen.rules.reception.spoken import call, spelled
from yimen.rules.refused import Refused

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)


@pytest.mark.rule("R-223", "S-47")
def test_a_notice_holds_from_its_first_moment_until_just_before_its_last() -> None:
    span = Span(NINE, NINE + HOUR)
    assert [span.holds(at) for at in (NINE - timedelta(seconds=1), NINE, NINE + HOUR)] == [False, True, False]
    assert Span(NINE).holds(NINE + 1000 * HOUR)


@pytest.mark.rule("R-223")
def test_what_is_shown_turns_at_the_next_edge_of_any_notice() -> None:
    spans = [Span(NINE - HOUR, NINE + 2 * HOUR), Span(NINE + HOUR), Span(NINE - 3 * HOUR, NINE - HOUR)]
    assert next_turn(spans, NINE) == NINE + HOUR
    assert next_turn(spans, NINE + HOUR) == NINE + 2 * HOUR
    assert next_turn(spans, NINE + 2 * HOUR) is None


@pytest.mark.rule("R-223")
@pytest.mark.parametrize(
    ("wording", "span", "reason"),
    [
        ({"title": " ", "text": "正文"}, Span(NINE), "notice_empty"),
        ({"title": "标题", "text": ""}, Span(NINE), "notice_empty"),
        ({"title": "长" * (TITLE_MOST + 1), "text": "正文"}, Span(NINE), "notice_too_long"),
        ({"title": "标题", "text": "正文", "title_en": "Title"}, Span(NINE), "notice_half_translated"),
        ({"title": "标题", "text": "正文"}, Span(NINE - 2 * HOUR, NINE - HOUR), "notice_over"),
        ({"title": "标题", "text": "正文"}, Span(NINE + HOUR, NINE + HOUR), "notice_over"),
    ],
)
def test_a_notice_that_would_not_be_read_is_refused(wording: dict[str, Any], span: Span, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        require_fit(Wording(**wording), span, NINE)
    assert refused.value.reason == reason


@pytest.mark.rule("R-055")
def test_a_number_is_called_digit_by_digit() -> None:
    assert spelled("A007") == "A零零七"
    assert call("A1023", "B12") == "请A一零二三号，到B一二号窗口。"

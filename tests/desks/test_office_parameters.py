"""What halls and items may set for themselves, set at the office (R-284)."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from ground import at
from office import ADVERT, Office, form_of
from yimen.desks.office.words import VALUES
from yimen.modules.catalogue import queries as catalogue
from yimen.rules.reception.order import ORDERS

pytestmark = pytest.mark.rule("R-284")

REMINDER = "/office/parameters/reminder.days_before/"


def set_it(client: Client, path: str = REMINDER, **changes: Any) -> Any:
    form = form_of(client.get(path))
    told = {
        "form__where": "centre",
        "form__value": "2",
        "form__basis": "云政办会纪〔2026〕3号",
        "form__effective_from": "2026-03-10",
    }
    return client.post(path, form.but(**{**told, **changes}))


def test_two_days_instead_of_three_in_one_hall_touch_only_that_hall_from_that_day(office: Office) -> None:
    client = office.client()
    assert set_it(client).status_code == 302
    now = catalogue.parameters()
    assert now.get("reminder.days_before", at(3, 9).date(), "centre") == 3
    assert now.get("reminder.days_before", at(3, 10).date(), "centre") == 2
    assert now.get("reminder.days_before", at(3, 10).date(), "township") == 3
    shown = unescape(client.get("/office/parameters/?own=1").content.decode())
    assert "<b>2 working days</b>" in shown
    assert "Yunxiu Government Service Centre · 2026-03-10" in shown
    assert "云政办会纪〔2026〕3号" in client.get(REMINDER).content.decode()


def test_an_item_may_have_its_own(office: Office) -> None:
    set_it(office.client(), form__where="item", form__item=ADVERT)
    assert catalogue.parameters().get("reminder.days_before", at(3, 10).date(), "centre", ADVERT) == 2


@pytest.mark.parametrize(
    ("path", "changes", "status", "words"),
    [
        (REMINDER, {"form__value": "two"}, 422, "write a whole number"),
        (REMINDER, {"form__value": "-1"}, 422, "at least 0"),
        (REMINDER, {"form__basis": ""}, 422, "Please fill in: Basis."),
        (REMINDER, {"form__effective_from": "2026-03-01"}, 422, "2026-03-01"),
        (REMINDER, {"form__where": "item", "form__item": ""}, 422, "No such item"),
        (REMINDER, {"form__where": "item", "form__item": "YX-NO-1"}, 422, "No such item"),
        (
            "/office/parameters/disclosure.check_set/",
            {"form__value": "whatever"},
            422,
            "choose one of those offered",
        ),
        (
            "/office/parameters/sms.off/",
            {"form__value": ["accepted", "ready"]},
            422,
            "choose one of those offered",
        ),
    ],
)
def test_a_value_that_cannot_be_comes_back_as_it_was_sent(
    office: Office, path: str, changes: Any, status: int, words: str
) -> None:
    answer = set_it(office.client(), path, **changes)
    assert answer.status_code == status
    assert words in unescape(answer.content.decode())
    form = form_of(answer)
    assert form["form.where"] == changes.get("form__where", "centre")


def test_twice_from_the_same_day_is_refused(office: Office) -> None:
    client = office.client()
    set_it(client)
    answer = set_it(client, form__value="1")
    assert answer.status_code == 409
    assert "already has a value from that day" in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "written", "kept"),
    [
        ("committed.use_lower_bound", "true", True),
        ("intake.checks", "2", 2),
        ("disclosure.check_set", "township_six", "township_six"),
        ("committed.reduction_vs_statutory", "0.4", 0.4),
        ("attendance.signin_before", "08:20", "08:20"),
        ("hours.weekly", "09:00–12:00、13:00–17:30", [["09:00", "12:00"], ["13:00", "17:30"]]),
        ("catalogue.cleanup_period", "2", 2),
        ("sms.off", ["accepted", "posted"], ["accepted", "posted"]),
        ("sms.off", None, []),
    ],
)
def test_each_kind_of_value_is_kept_as_its_kind(office: Office, key: str, written: Any, kept: Any) -> None:
    client = office.client()
    answer = set_it(client, f"/office/parameters/{key}/", form__value=written)
    assert answer.status_code == 302, unescape(answer.content.decode())
    assert catalogue.parameters().get(key, at(3, 10).date(), "centre") == kept
    assert client.get(f"/office/parameters/{key}/").status_code == 200


def test_every_parameter_is_shown_in_words_with_its_source(office: Office) -> None:
    shown = unescape(office.client(language="zh-hans").get("/office/parameters/").content.decode())
    for row in catalogue.parameters().rows:
        assert row.zh in shown
        assert row.requirement in shown
    assert "False" not in shown
    assert "working_day" not in shown
    assert "default</" not in shown
    assert "平台默认" in shown
    for words in ("3 个工作日", "全部公开要素", "否", "1 年", "08:30–11:30"):
        assert words in shown, words


def test_the_order_of_calling_is_chosen_in_words(office: Office) -> None:
    page = unescape(office.client(language="zh-hans").get("/office/parameters/queue.order/").content.decode())
    for words in ("平台默认", *(str(VALUES[each]) for each in ORDERS)):
        assert words in page, words
    assert ">by_class<" not in page
    assert ">by_moment<" not in page


@pytest.mark.rule("R-159")
def test_steps_of_which_no_text_is_sent_are_ticked_and_shown_in_words(office: Office) -> None:
    client = office.client(language="zh-hans")
    page = unescape(client.get("/office/parameters/sms.off/").content.decode())
    assert "需要补正" in page
    assert 'value="ready"' not in page, "that it is completed is always told"
    set_it(client, "/office/parameters/sms.off/", form__value=["supplement", "returned"])
    assert "<b>需要补正、退回</b>" in unescape(client.get("/office/parameters/?own=1").content.decode())

"""Texts on their way: once each, whoever is killed when; tried again, followed up, and handed to the window when they fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from hall import PHONE
from source import ROOT
from told import Told, open_told
from town import SETUP
from yimen.gateways.sms.signature import Signer
from yimen.gateways.sms.simulator import Behaviour, Simulator
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.ledger import commands as ledger
from yimen.modules.messages import commands, queries
from yimen.modules.messages.matter import matter
from yimen.modules.messages.models import Cursor, Message, State
from yimen.modules.messages.writing import opened
from yimen.modules.people import commands as people
from yimen.rules.parameters import Scope
from yimen.rules.refused import Refused

REPEATED = timedelta(minutes=3)  # a worker that was killed is waited for no longer than two


@pytest.fixture
def simulator(tmp_path: Path, settings: Any) -> Iterator[Simulator]:
    running = Simulator(
        tmp_path / "outbox.jsonl", Signer(settings.YIMEN_SMS_ACCOUNT, settings.YIMEN_SMS_SECRET)
    )
    running.start()
    settings.YIMEN_SMS_URL = running.url
    yield running
    running.stop()


@pytest.fixture
def told(now: datetime, db: None) -> Told:
    return open_told(now)


def texts(simulator: Simulator) -> list[str]:
    return [each["text"] for each in simulator.outbox.messages.values()]


def message(event: str) -> Message:
    return Message.objects.get(event=event, channel="sms")


def at(told: Told, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=told.now.tzinfo)


# once


@pytest.mark.rule("R-157", "R-158", "R-159")
def test_a_completion_sends_one_text_that_is_followed_until_it_arrived(
    told: Told, simulator: Simulator
) -> None:
    told.completed()
    ready = message("ready")
    assert (ready.state, ready.tries, ready.sent_at) == (State.SENT, 1, told.now)
    told.walk(timedelta(seconds=5))
    ready.refresh_from_db()
    assert (ready.state, ready.delivered_at) == (State.DELIVERED, told.now)
    assert texts(simulator).count(opened(ready)["sms"]) == 1
    assert {each["phone"] for each in simulator.outbox.messages.values()} == {PHONE}
    assert (
        ledger.next_due() is None or ledger.next_due() > told.now
    )  # nobody looks again for what has arrived


@pytest.mark.rule("R-157")
def test_an_answer_that_got_lost_sends_no_second_text(told: Told, simulator: Simulator) -> None:
    told.decided()
    before = len(texts(simulator))
    digits = queries.outbox().results[0].message.digits
    simulator.behave(Behaviour(drop=True, times=3))
    told.hall.act("lin", digits, "complete")
    told.walk(timedelta(hours=3))
    assert len(texts(simulator)) == before + 1
    assert message("ready").state == State.DELIVERED
    assert not Message.objects.filter(event="phone").exists()


@pytest.mark.commits
@pytest.mark.rule("R-157")
@pytest.mark.parametrize("moment", ["before the answer", "before the record"])
def test_a_worker_killed_between_call_and_record_sends_no_second_text(
    own_database: str, simulator: Simulator, now: datetime, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    told = open_told(now)
    digits = told.decided()
    told.walk(timedelta(minutes=1))
    told.hall.act("lin", digits, "complete")
    while message_or_none("ready") is None:
        assert ledger.run_next(told.now)
    before = len(texts(simulator))
    connection.close()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, told.now.isoformat(), moment],
        env={**os.environ, "DATABASE_URL": address(), "YIMEN_SMS_URL": simulator.url,
             "DJANGO_SETTINGS_MODULE": "yimen.wiring.settings", "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    if moment == "before the answer":
        take = simulator.outbox.take

        def take_and_kill(*facts: Any, **named: Any) -> Any:
            taken = take(*facts, **named)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            return taken

        monkeypatch.setattr(simulator.outbox, "take", take_and_kill)
    assert worker.wait(60) == -signal.SIGKILL
    monkeypatch.undo()
    ready = message("ready")
    assert (ready.state, ready.tries) == (State.QUEUED, 0)  # the gateway has it, and we do not know
    assert len(texts(simulator)) == before + 1
    told.walk(REPEATED)
    ready.refresh_from_db()
    assert ready.state == State.DELIVERED
    assert len(texts(simulator)) == before + 1


WORKER = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from yimen.modules.ledger import commands
from yimen.modules.messages.commands import send
if sys.argv[2] == "before the record":
    send._sent = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
while commands.run_next(datetime.fromisoformat(sys.argv[1])):
    pass
"""


def message_or_none(event: str) -> Message | None:
    return Message.objects.filter(event=event).first()


def address() -> str:
    """The database this test is connected to, as the environment names it."""
    it = connection.settings_dict
    host = f"?host={quote(it['HOST'], safe='')}" if it["HOST"].startswith("/") else ""
    where = "" if host else it["HOST"]
    port = f":{it['PORT']}" if it["PORT"] else ""
    who = f"{quote(it['USER'])}:{quote(it['PASSWORD'])}@" if it["USER"] else ""
    return f"postgresql://{who}{where}{port}/{it['NAME']}{host}"


# again


@pytest.mark.rule("R-157")
def test_a_gateway_that_is_away_is_tried_three_times_in_two_hours_then_the_window_phones(
    told: Told, simulator: Simulator
) -> None:
    digits = told.decided()
    told.walk(timedelta(minutes=1))
    told.new()
    before = len(texts(simulator))
    simulator.behave(Behaviour(status=503))
    begun = told.now
    told.act("lin", digits, "complete")
    tries = []
    while (row := message("ready")).state == State.QUEUED:
        tries.append(told.now - begun)
        assert row.due_at is not None
        assert row.error.startswith("503")
        told.walk(row.due_at)
    tries.append(told.now - begun)
    hour = timedelta(hours=1)
    assert [round(each / hour, 2) for each in tries] == [0, 0.29, 0.86, 2.0]  # at once, and three times more
    assert (row.state, row.tries) == (State.FAILED, 4)
    words = told.to_staff()["phone", told.desk("window-1", "window")]
    assert "请打电话告知" in words
    assert opened(row)["zh-hans"] in words
    assert len(texts(simulator)) == before


@pytest.mark.rule("R-157", "R-284")
def test_a_hall_sets_how_often_and_how_long(told: Told, simulator: Simulator) -> None:
    told.set("sms.retries", 1)
    told.set("sms.retry_within_hours", 1)
    simulator.behave(Behaviour(status=503))
    told.file()
    told.walk(timedelta(hours=1))
    row = message("registered")
    assert (row.state, row.tries) == (State.FAILED, 2)


@pytest.mark.rule("R-157")
def test_what_comes_back_to_life_is_sent_with_the_next_try(told: Told, simulator: Simulator) -> None:
    simulator.behave(Behaviour(status=503, times=2))
    told.file()
    told.walk(timedelta(hours=2))
    row = message("registered")
    assert (row.state, row.tries, row.error) == (State.DELIVERED, 3, "")
    assert len(texts(simulator)) == 1


@pytest.mark.rule("R-157")
def test_what_the_gateway_will_never_take_is_given_up_at_once(told: Told, simulator: Simulator) -> None:
    simulator.behave(Behaviour(status=422))
    told.completed()
    assert message("ready").state == State.FAILED
    assert ("phone", told.desk("window-1", "window")) in told.to_staff()


@pytest.mark.rule("R-203", "R-157")
def test_of_a_guarded_case_no_desk_is_asked_to_phone(told: Told, simulator: Simulator) -> None:
    digits = told.accepted()
    told.act("zhao", digits, "take_task", task=told.task(digits, "review"))
    about = replace(matter(told.case_id(digits)), guarded=True)
    assert about.callers == [told.account("zhao")]
    assert about.may_hear([*about.window, *about.leaders]) == []


@pytest.mark.rule("R-157")
def test_news_that_can_wait_asks_nobody_to_phone(told: Told, simulator: Simulator) -> None:
    simulator.behave(Behaviour(status=422))
    told.accepted()
    assert message("accepted").state == State.FAILED
    assert "phone" not in {event for event, _ in told.to_staff()}


@pytest.mark.rule("R-157")
def test_a_gateway_that_refuses_our_account_is_told_to_the_operators_once_a_day(
    told: Told, simulator: Simulator, settings: Any
) -> None:
    settings.YIMEN_SMS_SECRET = "guessed"
    told.accepted()
    rows = [each for each in told.new() if each.event == "gateway_refuses"]
    assert [each.addressee for each in rows] == [told.desk("office", "operator")]
    assert "401" in opened(rows[0])["zh-hans"]
    told.walk(timedelta(days=1))
    told.file()
    assert [each.event for each in told.new() if each.addressee == told.desk("office", "operator")] == [
        "gateway_refuses"
    ]


# what became of it


@pytest.mark.rule("R-157")
def test_a_text_that_did_not_arrive_asks_the_window_to_phone(told: Told, simulator: Simulator) -> None:
    simulator.behave(Behaviour(undelivered=True))
    told.completed()
    told.new()
    told.walk(timedelta(minutes=1))
    ready = message("ready")
    assert (ready.state, ready.error) == (State.FAILED, "switched off")
    words = told.to_staff()
    assert "switched off" in words["phone", told.desk("window-1", "window")]
    assert set(words) == {("phone", told.desk("window-1", "window"))}  # not for what could wait
    told.walk(timedelta(days=1))
    assert told.new() == []


def test_a_report_may_be_quicker_than_the_record_of_its_sending(told: Told, simulator: Simulator) -> None:
    told.file()
    row = message("registered")
    Message.objects.filter(id=row.id).update(state=State.QUEUED, sent_at=None)
    other = told.file()
    told.walk(timedelta(seconds=6))
    row.refresh_from_db()
    assert other
    assert row.state == State.DELIVERED


def test_looks_for_a_report_grow_rarer_and_end(
    told: Told, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulator.outbox, "report", lambda *_, **__: None)
    told.file()
    looks = []
    while (due := ledger.next_due()) is not None and not looks[30:]:
        looks.append(due)
        told.walk(due)
    waits = [int((b - a).total_seconds()) for a, b in pairwise(looks)]
    assert waits[:4] == [10, 20, 40, 80]
    assert all(later == 2 * earlier for earlier, later in pairwise(waits))
    assert sum(waits) < 3 * 24 * 3600
    assert message("registered").state == State.SENT


def test_reports_are_read_on_from_where_they_were_left(told: Told, simulator: Simulator) -> None:
    for _ in range(3):
        told.file()
        told.walk(timedelta(seconds=6))
    assert Cursor.objects.get().place == "3"
    assert set(Message.objects.filter(channel="sms").values_list("state", flat=True)) == {State.DELIVERED}


# whether it is sent at all


@pytest.mark.rule("R-158")
@pytest.mark.parametrize(
    ("mode", "told_by", "sent"),
    [
        ("auto", "sms", True),
        ("auto", None, True),
        ("auto", "none", False),
        ("opt_in", "sms", True),
        ("opt_in", None, False),
        ("opt_in", "none", False),
    ],
)
def test_where_texts_are_sent_on_request_nobody_gets_one_unasked(
    told: Told, simulator: Simulator, mode: str, told_by: str | None, sent: bool
) -> None:
    told.set("sms.mode", mode)
    told.completed(told_by=told_by)
    assert bool(texts(simulator)) is sent
    state = {each.state for each in Message.objects.filter(channel="sms")}
    assert state == ({State.SENT} if sent else {State.SKIPPED})
    assert not Message.objects.filter(event="phone").exists()


@pytest.mark.rule("R-158")
def test_who_asks_for_texts_later_gets_them_from_then_on(told: Told, simulator: Simulator) -> None:
    told.set("sms.mode", "opt_in")
    digits = told.file()
    told.act("lin", digits, "correct_contact", told_by="sms")
    told.act("lin", digits, "accept")
    assert {each.event: each.state for each in Message.objects.filter(channel="sms")} == {
        "registered": State.SKIPPED,
        "accepted": State.SENT,
    }
    told.act("lin", digits, "correct_contact", told_by="none")
    told.act("lin", digits, "withdraw")
    assert message("withdrawn").state == State.SKIPPED
    assert len(texts(simulator)) == 1


@pytest.mark.rule("R-159")
def test_of_a_step_that_the_hall_switched_off_no_text_is_sent_and_all_else_goes_its_way(
    told: Told, simulator: Simulator
) -> None:
    told.set("sms.off", ["registered", "accepted"])
    digits = told.completed()
    off = message("accepted")
    assert (off.state, off.error) == (State.SKIPPED, "switched_off")
    assert "已受理" in opened(off)["zh-hans"], "it can be read on the site"
    assert told.paper(digits, "accepted_on"), "the notice the law asks for is issued as ever"
    assert message("ready").state == State.SENT
    assert len(texts(simulator)) == 1
    assert not Message.objects.filter(event="phone").exists()
    shown = {each.event: each.why for each in queries.of_case(told.case_id(digits)) if each.why}
    assert shown == {"registered": "本厅不发这一环节的短信", "accepted": "本厅不发这一环节的短信"}


@pytest.mark.rule("R-159", "R-284")
def test_a_step_is_switched_off_from_its_day_on_and_in_its_hall_alone(
    told: Told, simulator: Simulator
) -> None:
    tomorrow = told.now.date() + timedelta(days=1)
    catalogue.set_parameter(
        SETUP, "sms.off", ["registered"], scope=Scope.HALL, scope_id="centre", basis="大厅规定",
        effective_from=tomorrow, now=told.now,
    )  # fmt: skip
    catalogue.set_parameter(
        SETUP, "sms.off", ["accepted"], scope=Scope.HALL, scope_id="township", basis="大厅规定",
        effective_from=told.now.date(), now=told.now,
    )  # fmt: skip
    told.accepted()
    told.walk(timedelta(days=1))
    told.file()
    states = Message.objects.filter(channel="sms").order_by("id").values_list("event", "state")
    assert list(states) == [
        ("registered", State.DELIVERED),
        ("accepted", State.DELIVERED),
        ("registered", State.SKIPPED),
    ]


@pytest.mark.rule("R-157")
def test_whoever_left_no_mobile_number_is_phoned_about_what_matters(told: Told, simulator: Simulator) -> None:
    told.completed(phone="0990-8812346")
    assert texts(simulator) == []
    assert {each.event for each in Message.objects.filter(state=State.FAILED)} == {
        "registered",
        "accepted",
        "ready",
    }
    phoned = [words for (event, _), words in told.to_staff().items() if event == "phone"]
    assert len(phoned) == 1
    assert "没有留手机号码" in phoned[0]
    assert "办好了" in phoned[0]


@pytest.mark.rule("R-157")
def test_without_a_gateway_texts_wait_where_operators_see_them(
    told: Told, simulator: Simulator, settings: Any
) -> None:
    url, settings.YIMEN_SMS_URL = settings.YIMEN_SMS_URL, ""
    told.accepted()
    assert message("accepted").state == State.QUEUED
    state = queries.sms_state()
    assert (state.connected, state.queued, state.without_gateway) == (False, 2, 2)
    assert {each.message.why for each in queries.outbox().results} == {"没有接入短信网关"}
    settings.YIMEN_SMS_URL = url
    assert commands.send_waiting(now=told.now) == 2
    told.walk(timedelta(seconds=6))
    assert len(texts(simulator)) == 2
    assert queries.sms_state() == queries.SmsState(connected=True, queued=0, without_gateway=0)


def test_what_has_waited_too_long_for_a_gateway_is_not_sent_any_more(
    told: Told, simulator: Simulator, settings: Any
) -> None:
    url, settings.YIMEN_SMS_URL = settings.YIMEN_SMS_URL, ""
    told.file()
    told.walk(timedelta(hours=3))
    settings.YIMEN_SMS_URL = url
    assert commands.send_waiting(now=told.now) == 0
    told.walk(timedelta(minutes=1))
    assert texts(simulator) == []
    assert message("registered").state == State.SKIPPED


# the outbox, and codes


@pytest.mark.rule("R-285", "R-159")
def test_the_outbox_shows_words_and_state_and_masks_the_number(told: Told, simulator: Simulator) -> None:
    told.accepted()
    first, second = queries.outbox().results
    assert (first.message.event, second.message.event) == ("accepted", "registered")
    assert first.words.startswith("【云岫市政务服务中心】")
    assert first.phone == "138****5678"
    page = queries.outbox(size=1)
    assert [each.message.event for each in queries.outbox(page.next, size=1).results] == ["registered"]


def test_a_sign_in_code_reaches_its_telephone_and_is_shown_to_nobody(
    told: Told, simulator: Simulator
) -> None:
    def bring(phone: str, text: str) -> None:
        commands.send_code(phone, text, now=told.now)

    people.request_code("13912345678", bring, address="192.0.2.1", machine_now=told.now)
    assert all(each.words == each.message.text == "" for each in queries.outbox().results)
    told.run()
    (text,) = texts(simulator)
    assert "您的验证码是" in text
    assert Message.objects.get(event="code").text is None
    assert all(each.words == each.message.text == "" for each in queries.outbox().results)


def test_a_code_is_tried_once_for_it_grows_old(told: Told, simulator: Simulator) -> None:
    simulator.behave(Behaviour(status=503, times=1))
    commands.send_code("13912345678", "验证码 482913", now=told.now)
    told.walk(timedelta(hours=3))
    assert texts(simulator) == []
    row = Message.objects.get(event="code")
    assert (row.state, row.text) == (State.FAILED, None)


@pytest.mark.django_db
def test_where_no_text_can_leave_whoever_wants_a_code_is_told_so(settings: Any, now: datetime) -> None:
    settings.YIMEN_SMS_URL = ""
    with pytest.raises(Refused, match="sms_away"):
        commands.send_code("13912345678", "验证码 482913", now=now)

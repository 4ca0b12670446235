"""The SMS gateway and its simulator speak one protocol over a socket; a key is honoured whatever happens between."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from yimen.base.clock import machine_now
from yimen.gateways import sms
from yimen.gateways.sms import Arrival
from yimen.gateways.sms.over_http import SmsOverHttp
from yimen.gateways.sms.signature import ACCOUNT, SIGNATURE, TIME, Signer
from yimen.gateways.sms.simulator import Behaviour, Simulator
from yimen.gateways.unreachable import Unreachable

pytestmark = pytest.mark.rule("R-157", "R-159")
SIGNER = Signer("hall", "a secret of the hall")
PHONE, TEXT = "13800138000", "【云岫政务】您的办件 990100-20260302-00007-7 已办结，请持身份证到综合窗口领取。"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def simulator(tmp_path) -> Iterator[Simulator]:
    running = Simulator(tmp_path / "outbox.jsonl", SIGNER)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def gateway(simulator) -> SmsOverHttp:
    return SmsOverHttp(simulator.url, SIGNER.account, SIGNER.secret, timeout=2)


def ask(
    simulator: Simulator, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
):
    url = urlsplit(simulator.url)
    connection = HTTPConnection(url.hostname, url.port, timeout=5)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def unreachable(
    gateway: SmsOverHttp, message_id: str = "m1", phone: str = PHONE, text: str = TEXT
) -> Unreachable:
    with pytest.raises(Unreachable) as failure:
        gateway.send(message_id, phone, text)
    return failure.value


def test_a_message_arrives_and_is_reported(simulator, gateway):
    receipt = gateway.send("m1", PHONE, TEXT)
    assert not receipt.duplicate
    (message,) = simulator.outbox.messages.values()
    assert (message["key"], message["phone"], message["text"]) == ("m1", PHONE, TEXT)
    (report,) = gateway.reports().reports
    assert (report.message_id, report.receipt, report.arrival) == ("m1", receipt.id, Arrival.DELIVERED)
    assert report.at.tzinfo is not None


def test_the_same_key_sends_no_second_message(simulator, gateway):
    first, again = gateway.send("m1", PHONE, TEXT), gateway.send("m1", PHONE, TEXT)
    assert again.id == first.id
    assert again.duplicate
    assert len(simulator.outbox.messages) == 1
    assert len(gateway.reports().reports) == 1


def test_a_key_is_honoured_when_many_send_at_once(simulator, gateway):
    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(lambda n: gateway.send(f"m{n % 3}", PHONE, TEXT), range(24)))
    assert len({each.id for each in receipts}) == len(simulator.outbox.messages) == 3
    assert sum(not each.duplicate for each in receipts) == 3


def test_an_answer_that_never_came_is_asked_for_again_and_nothing_is_sent_twice(simulator, gateway):
    simulator.behave(Behaviour(drop=True, times=1))
    assert not unreachable(gateway).permanent
    assert len(simulator.outbox.messages) == 1
    assert gateway.send("m1", PHONE, TEXT).duplicate
    assert len(simulator.outbox.messages) == 1


def test_a_key_is_honoured_after_the_gateway_was_killed(simulator, gateway, tmp_path):
    first = gateway.send("m1", PHONE, TEXT)
    gateway.send("m2", PHONE, "又一条")
    with (tmp_path / "outbox.jsonl").open("a") as file:
        file.write('{"message": {"key": "m3", "rec')  # cut short by the kill, never answered
    later = Simulator(tmp_path / "outbox.jsonl", SIGNER)
    later.start()
    try:
        again = SmsOverHttp(later.url, SIGNER.account, SIGNER.secret)
        assert again.send("m1", PHONE, TEXT) == sms.Receipt(first.id, duplicate=True)
        assert not again.send("m3", PHONE, TEXT).duplicate
        assert [each.message_id for each in again.reports().reports] == ["m1", "m2", "m3"]
    finally:
        later.stop()


def test_a_key_used_with_another_message_is_refused_for_good(gateway):
    gateway.send("m1", PHONE, TEXT)
    failure = unreachable(gateway, text="另一条短信")
    assert failure.permanent
    assert failure.reason.startswith("409")


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (403, True), (422, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_what_the_gateway_says_decides_whether_to_try_again(simulator, gateway, status, permanent):
    simulator.behave(Behaviour(status=status, times=1))
    assert unreachable(gateway).permanent is permanent
    assert not simulator.outbox.messages
    assert not gateway.send("m1", PHONE, TEXT).duplicate


@pytest.mark.parametrize(
    ("phone", "text"),
    [("12345678901", TEXT), ("0990-8812345", TEXT), ("", TEXT), (PHONE, ""), (PHONE, "长" * 501)],
)
def test_what_can_never_be_sent_is_refused_for_good(gateway, phone, text):
    assert unreachable(gateway, phone=phone, text=text).permanent


def test_a_silent_gateway_is_given_up_in_time_and_asked_again(simulator):
    impatient = SmsOverHttp(simulator.url, SIGNER.account, SIGNER.secret, timeout=0.2)
    simulator.behave(Behaviour(delay=1, times=1))
    failure = unreachable(impatient)
    assert (failure.permanent, "Timeout" in failure.reason) == (False, True)
    assert impatient.send("m2", PHONE, TEXT).id


def test_a_gateway_that_is_not_there_is_asked_again():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = SmsOverHttp(f"http://127.0.0.1:{closed.getsockname()[1]}", "hall", "s", timeout=1)
        assert not unreachable(nobody).permanent
    assert not unreachable(SmsOverHttp("", "hall", "s")).permanent


def test_a_wrong_secret_is_told_apart_from_a_bad_day(simulator):
    stranger = SmsOverHttp(simulator.url, SIGNER.account, "guessed")
    assert unreachable(stranger).permanent
    with pytest.raises(Unreachable, match="401"):
        stranger.reports()
    assert not simulator.outbox.messages


@pytest.mark.rule("R-157")
def test_a_message_that_did_not_arrive_is_reported_as_such(simulator, gateway):
    simulator.behave(Behaviour(undelivered=True, times=1))
    gateway.send("m1", PHONE, TEXT)
    (report,) = gateway.reports().reports
    assert (report.arrival, report.reason) == (Arrival.FAILED, "switched off")


def test_reports_go_on_where_they_were_left(gateway):
    for n in range(130):
        gateway.send(f"m{n}", PHONE, TEXT)
    first = gateway.reports()
    rest = gateway.reports(first.cursor)
    assert [each.message_id for each in (*first.reports, *rest.reports)] == [f"m{n}" for n in range(130)]
    assert gateway.reports(rest.cursor) == sms.Reports((), rest.cursor)


def test_reports_brought_by_the_gateway_are_believed_only_if_it_signed_them(gateway):
    body = json.dumps(
        {
            "reports": [
                {"key": "m1", "receipt": "r", "state": "delivered", "at": "2026-03-02T12:00:00+08:00"}
            ],
            "next": "1",
        }
    ).encode()
    headers = SIGNER.headers("POST", "/sms/reports", body, now=NOON)
    brought = gateway.reports_from("/sms/reports", headers, body, now=NOON)
    assert brought is not None
    assert brought.reports[0].message_id == "m1"
    assert gateway.reports_from("/sms/reports", headers, body.replace(b"m1", b"m2"), now=NOON) is None
    assert gateway.reports_from("/elsewhere", headers, body, now=NOON) is None
    garbled = SIGNER.headers("POST", "/sms/reports", b"{", now=NOON)
    with pytest.raises(Unreachable):
        gateway.reports_from("/sms/reports", garbled, b"{", now=NOON)


def test_a_signature_covers_everything_and_grows_old():
    headers = SIGNER.headers("POST", "/v1/messages", b"{}", key="m1", now=NOON)
    lower = {name.lower(): value for name, value in headers.items()}
    assert SIGNER.holds("POST", "/v1/messages", lower, b"{}", now=NOON + timedelta(seconds=300))
    assert not SIGNER.holds("POST", "/v1/messages", headers, b"{}", now=NOON + timedelta(seconds=301))
    assert not SIGNER.holds("GET", "/v1/messages", headers, b"{}", now=NOON)
    for name, other in (
        (TIME, "1"),
        (TIME, "²"),
        (SIGNATURE, "é"),
        (SIGNATURE, ""),
        (ACCOUNT, "x"),
        ("Idempotency-Key", "m2"),
    ):
        assert not SIGNER.holds("POST", "/v1/messages", {**headers, name: other}, b"{}", now=NOON)
    assert not SIGNER.holds("POST", "/v1/messages", {}, b"", now=NOON)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'{"phone": 1, "text": 2}', b'{"phone": "13800138000"}']
)
def test_a_malformed_request_is_refused_and_the_simulator_lives(simulator, gateway, body):
    headers = SIGNER.headers("POST", "/v1/messages", body, key="m1", now=machine_now())
    response, _ = ask(simulator, "POST", "/v1/messages", body, headers)
    assert response.status == 400
    assert ask(simulator, "POST", "/v1/messages", bytes(70_000))[0].status == 413
    assert ask(simulator, "GET", "/nothing")[0].status == 404
    assert gateway.send("m2", PHONE, TEXT).id


def test_the_outbox_shows_the_latest_first_of_one_telephone_and_runs_no_script(simulator, gateway):
    gateway.send("m1", PHONE, "验证码 <script>alert(1)</script> 482913")
    gateway.send("m2", "13900139000", "第二条")
    response, page = ask(simulator, "GET", "/outbox")
    html = page.decode()
    assert "default-src 'none'" in (response.getheader("Content-Security-Policy") or "")
    assert html.index("第二条") < html.index("482913")
    assert "<script>" not in html
    assert "已送达" in html
    _, one = ask(simulator, "GET", f"/outbox.json?phone={PHONE}")
    assert [each["key"] for each in json.loads(one)["messages"]] == ["m1"]


def test_the_simulator_can_be_told_to_be_cross_over_the_socket(simulator, gateway):
    response, _ = ask(simulator, "POST", "/behaviour", b'{"status": 503, "times": 2}')
    assert response.status == 200
    assert [unreachable(gateway).permanent for _ in range(2)] == [False, False]
    assert gateway.send("m1", PHONE, TEXT).id
    for wrong in (b"{", b"[]", b'{"mood": 1}', b'{"times": "x"}'):
        assert ask(simulator, "POST", "/behaviour", wrong)[0].status == 400


def test_the_simulator_runs_by_itself_and_stops_when_told(tmp_path, settings):
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "yimen.gateways.sms.simulator",
            "--port",
            "0",
            "--outbox",
            str(tmp_path / "o.jsonl"),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    try:
        assert process.stdout is not None
        settings.YIMEN_SMS_URL = process.stdout.readline().strip().removesuffix("/outbox")
        assert sms.in_use().send("m1", PHONE, TEXT).id
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        process.stdout.close()
    assert TEXT in (tmp_path / "o.jsonl").read_text("utf-8")

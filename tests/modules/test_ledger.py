"""The ledger on a real PostgreSQL: what must follow happens once, days are sealed, and anybody can check a receipt."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from ground import OPENED, Ground, at, rows
from yimen.modules.cases.queries.receipts import receipt
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import events
from yimen.modules.ledger import queries as lines
from yimen.modules.ledger.events import Daily
from yimen.rules.actors import Actor, Kind
from yimen.rules.chain import Receipt
from yimen.rules.refused import Refused

SETUP = Actor(Kind.RUN, name="set-up")
CLERK = Actor(Kind.STAFF, 7, unit=3)


# to-dos

DONE: list[tuple[str, Any]] = []


class Broken(Exception):
    """Something that does not work today."""


@ledger.inside("tests.inside")
def inside(data: Mapping[str, Any], now: datetime) -> None:
    if data.get("fails"):
        raise Broken(data["fails"])
    ledger.record("tests", "noted", SETUP, dict(data), now=now)


@ledger.outside("tests.outside")
def outside(data: Mapping[str, Any], now: datetime) -> Callable[[], None]:
    DONE.append(("called", data["key"]))
    if data.get("fails"):
        raise Broken(data["fails"])

    def written() -> None:
        ledger.record("tests", "sent", SETUP, {"key": data["key"]}, now=now)

    return written


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()


def todos() -> list[tuple[str, int, str | None]]:
    return rows("SELECT run, tries, error FROM ledger_todo ORDER BY id")


def test_the_earliest_comes_first_and_none_before_its_time(ground: Ground):
    ledger.add_todo("tests.inside", at(3, 3), {"n": 2})
    ledger.add_todo("tests.inside", at(3, 2, 10), {"n": 1})
    assert not ledger.run_next(ground.now)
    assert ledger.next_due() == at(3, 2, 10)
    assert ledger.run_next(at(3, 4))
    assert ledger.run_next(at(3, 4))
    assert not ledger.run_next(at(3, 4))
    assert [
        json.loads(body)["facts"]["n"]
        for (body,) in rows("SELECT body FROM ledger_line WHERE act = 'noted' ORDER BY n")
    ] == [1, 2]
    assert todos() == []


def test_what_a_failing_to_do_began_is_undone_and_it_waits_longer_each_time(ground: Ground):
    ledger.add_todo("tests.inside", ground.now, {"n": 1, "fails": "not today"})
    ledger.add_todo("tests.inside", ground.now, {"n": 2})
    waits = []
    for _ in range(5):
        due = ledger.next_due()
        while ledger.run_next(due):
            pass
        waits.append(rows("SELECT due_at FROM ledger_todo")[0][0] - due)
    assert waits == [
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(),
    ]
    assert rows("SELECT count(*) FROM ledger_line WHERE act = 'noted'") == [(1,)], (
        "the other one was not held up"
    )
    assert todos() == [("tests.inside", 5, "Broken: not today")]
    assert ledger.next_due() is None
    (trouble,) = lines.troubled()
    assert (trouble["run"], trouble["error"]) == ("tests.inside", "Broken: not today")


def test_a_to_do_that_was_claimed_by_a_process_that_died_is_there_again(own_ground: Ground):
    ledger.add_todo("tests.inside", own_ground.now, {"n": 1})
    connection.close()
    told = connections.settings["default"]
    dying = connections.create_connection("default")
    assert dying.settings_dict["NAME"] == told["NAME"]
    with dying.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT id FROM ledger_todo FOR UPDATE SKIP LOCKED")
        cursor.execute("DELETE FROM ledger_todo")
        assert not ledger.run_next(own_ground.now), "while it is at it, nobody else is"
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    rows("SELECT pg_terminate_backend(%s)", pid)
    dying.connection.close()
    for _ in range(100):
        if ledger.run_next(own_ground.now):
            break
    assert rows("SELECT count(*) FROM ledger_line WHERE act = 'noted'") == [(1,)]
    assert todos() == []


def test_a_call_outside_is_made_outside_of_any_transaction_and_again_if_nobody_recorded_it(ground: Ground):
    ledger.add_todo("tests.outside", ground.now, {"key": "a"})
    assert ledger.run_next(ground.now)
    assert DONE == [("called", "a")]
    assert todos() == []
    assert rows("SELECT count(*) FROM ledger_line WHERE act = 'sent'") == [(1,)]
    ledger.add_todo("tests.outside", ground.now, {"key": "b", "fails": "cannot be reached"})
    assert ledger.run_next(ground.now)
    assert todos() == [("tests.outside", 1, "Broken: cannot be reached")]
    assert ledger.run_next(ground.now + timedelta(minutes=3))
    assert DONE == [("called", "a"), ("called", "b"), ("called", "b")], "under the same key"


def test_a_call_outside_that_hangs_is_not_made_by_a_second_worker_meanwhile(ground: Ground):
    seen = []

    @ledger.outside("tests.slow")
    def slow(data: Mapping[str, Any], now: datetime) -> Callable[[], None]:
        seen.append(ledger.run_next(now + timedelta(seconds=90)))
        return lambda: None

    ledger.add_todo("tests.slow", ground.now, {})
    assert ledger.run_next(ground.now)
    assert seen == [False]


# the timetable


@pytest.fixture
def daily(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A timetable of one row, which says when it ran."""
    ran: list[datetime] = []
    table = {"wake up": Daily("wake up", time(7, 30), ran.append)}
    monkeypatch.setattr(events, "timetable", lambda: table)
    from yimen.modules.ledger.commands import todos as module

    monkeypatch.setattr(module, "timetable", lambda: table)
    return ran


def test_a_row_of_the_timetable_comes_again_every_day_by_itself(ground: Ground, daily: list[datetime]):
    ledger.keep_timetable(ground.now)
    ledger.keep_timetable(ground.now)
    assert len(todos()) == 1, "a second worker adds nothing"
    ground.pass_to(at(3, 6))
    assert daily == [at(3, day, 7, 30) for day in (3, 4, 5, 6)]


def test_a_day_on_which_the_service_was_down_is_made_good_once(ground: Ground, daily: list[datetime]):
    ledger.keep_timetable(ground.now)
    ground.down_until(at(3, 9, 12))
    ground.catch_up()
    assert daily == [at(3, 9, 12)]
    assert ledger.next_due() == at(3, 10, 7, 30)


def test_a_row_of_the_timetable_that_fails_goes_on_trying(
    ground: Ground, daily: list[datetime], monkeypatch: pytest.MonkeyPatch
):
    def fail(_now: datetime) -> None:
        raise Broken

    table = {"wake up": Daily("wake up", time(7, 30), fail)}
    from yimen.modules.ledger.commands import todos as module

    monkeypatch.setattr(module, "timetable", lambda: table)
    ledger.keep_timetable(ground.now)
    ground.pass_to(at(3, 4))
    ((_, tries, error),) = todos()
    assert (tries, error) == (4, "Broken: ")
    assert at(3, 4) < ledger.next_due() <= at(3, 4, 9, 30)


def test_what_is_given_up_calls_at_once_for_the_row_that_tells_of_trouble(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
):
    seen: list[tuple[datetime, int]] = []

    def tell(now: datetime) -> None:
        seen.append((now, len(lines.troubled())))

    table = {
        each.name: each
        for each in (
            Daily("tell", time(8, 0), tell, on_trouble=True),
            Daily("wake up", time(7, 30), lambda _: None),
        )
    }
    from yimen.modules.ledger.commands import todos as module

    monkeypatch.setattr(module, "timetable", lambda: table)
    ledger.keep_timetable(ground.now)
    ledger.add_todo("tests.inside", ground.now, {"n": 1, "fails": "never"})
    ground.pass_to(ground.now + timedelta(hours=1))
    given_up = ground.now - timedelta(hours=1) + timedelta(minutes=36, seconds=10)
    assert seen == [(given_up, 1)]
    due = dict(rows("SELECT run, due_at FROM ledger_todo WHERE tries < 5"))
    assert due == {"tell": at(3, 3, 8), "wake up": at(3, 3, 7, 30)}


def test_what_is_left_to_others_is_neither_run_nor_waited_for(ground: Ground):
    ledger.add_todo("tests.inside", ground.now, {"n": 1})
    assert ledger.next_due(but=("tests.inside",)) is None
    assert not ledger.run_next(ground.now, but=("tests.inside",))
    assert ledger.next_due(but=("tests.other",)) == ground.now
    assert ledger.run_next(ground.now, but=("tests.other",))


def test_every_row_of_the_real_timetable_runs(ground: Ground):
    ground.file()
    ledger.keep_timetable(ground.now)
    names = {run for (run,) in rows("SELECT run FROM ledger_todo WHERE book IS NULL AND data IS NULL")}
    assert names == set(events.timetable())
    ground.pass_to(at(3, 4))
    assert [each for each in rows("SELECT run, error FROM ledger_todo") if each[1] is not None] == []
    assert lines.root(date(2026, 3, 2)) is not None
    assert lines.root(date(2026, 3, 3)) is not None


# books that are not cases


def test_lines_of_a_book_are_chained_and_never_older_than_the_one_before(ground: Ground):
    ledger.record("tests", "one", CLERK, {"n": 1}, now=at(3, 2, 10))
    late = ledger.record(
        "tests", "two", SETUP, {"on": date(2026, 3, 2)}, now=at(3, 2, 9), private={"who": "王小明"}
    )
    assert late.at == at(3, 2, 10)
    books = {name: id_ for id_, name in lines.books()}
    first, second = lines.lines(books["tests"], private=True)
    assert (first.actor, second.actor) == (7, None)
    assert second.private == {"who": "王小明"}
    assert "王小明" not in json.dumps(second.body, ensure_ascii=False)
    assert list(lines.book_flaws()) == []


def test_what_follows_from_a_line_is_undone_with_it(ground: Ground):
    before = todos()
    with transaction.atomic():
        ledger.record("calendar:CN", "amend_hours", SETUP, {}, now=ground.now)
        assert todos() != before
        transaction.set_rollback(True)
    assert todos() == before


# days and receipts


def test_a_day_is_sealed_a_quarter_of_an_hour_after_it_ended_and_every_day_has_its_root(ground: Ground):
    ground.file()
    assert ledger.seal_due_days(at(3, 3, 0, 14)) == rows("SELECT count(*) FROM ledger_root")[0][0]
    assert lines.root(date(2026, 3, 2)) is None
    assert ledger.seal_due_days(at(3, 3, 0, 15)) == 1
    sealed = lines.root(date(2026, 3, 2))
    assert sealed is not None
    ((count,),) = rows("SELECT count(*) FROM ledger_line WHERE at >= %s", at(3, 2, 0))
    assert sealed.count == count
    assert ledger.seal_due_days(at(3, 3, 0, 30)) == 0
    ((first, last, days),) = rows("SELECT min(day), max(day), count(*) FROM ledger_root")
    assert first == date(2026, 1, 1)
    assert days == (last - first).days + 1, "a day without a line has its root, too"


def test_a_receipt_proves_itself_at_once_and_its_path_from_the_next_day_on(ground: Ground):
    digits = ground.accepted()
    today = receipt(digits)
    assert (today.n, today.sealing, today.flaw()) == (2, None, None)
    other = ground.file(who=1)
    ledger.seal_due_days(at(3, 3))
    for n in (1, 2):
        proof = receipt(digits, n)
        assert proof.sealing is not None
        assert proof.flaw(lines.root(date(2026, 3, 2))) is None
        assert replace(proof, book=other).flaw() == "link", "nobody passes it off as another case's"


def test_a_line_of_any_book_has_its_receipt(ground: Ground):
    ledger.seal_due_days(at(3, 3))
    for id_, name in lines.books():
        last = len(lines.lines(id_))
        for n in (1, last):
            proof = lines.receipt(id_, name, n)
            assert proof.sealing is not None
            assert proof.flaw(lines.root(proof.sealing.under.day)) is None
            assert replace(proof, book=f"{name}, too").flaw() == "link"


def test_anybody_can_check_a_receipt_without_us_and_sees_what_was_changed(ground: Ground):
    digits = ground.accepted()
    ledger.seal_due_days(at(3, 3))
    given = receipt(digits).to_json()
    published = lines.root(date(2026, 3, 2))
    text = json.dumps(given)
    assert Receipt.from_json(json.loads(text)).flaw(published) is None
    changed = {
        "hash": {**given, "body": given["body"].replace("accepted", "archived")},
        "number": {**given, "n": 1},
        "path": {**given, "sealing": {**given["sealing"], "place": given["sealing"]["place"] + 1}},
        "root": {**given, "sealing": {**given["sealing"], "day": "2026-03-01"}},
    }
    assert {name: Receipt.from_json(each).flaw(published) for name, each in changed.items()} == {
        name: name for name in changed
    }
    with pytest.raises(Refused):
        Receipt.from_json({**given, "hash": "no hash"})


def test_no_receipt_of_what_is_not_there(ground: Ground):
    digits = ground.file()
    for told in ((digits, 0), (digits, 2), ("99010020260302999999", None)):
        with pytest.raises(Refused):
            receipt(*told)


@pytest.mark.rule("R-099")
def test_a_line_says_who_where_when_and_on_what_ground(ground: Ground):
    digits = ground.accepted()
    accept = ground.lines(digits)[-1]
    assert accept.body["by"] == {"staff": ground.world.staff["clerk"], "unit": ground.unit("A01"), "task": 2}
    assert (accept.at, accept.body["basis"], accept.body["from"], accept.body["to"]) == (
        OPENED, "LIC-07b", "received", "accepted",
    )  # fmt: skip

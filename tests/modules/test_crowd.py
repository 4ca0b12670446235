"""Many at once, committing for real: one winner each, clear refusals, no number skipped, nobody waits for ever."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from ground import BANNER, WASTE, Ground, at, rows
from yimen.modules.cases import commands as cases
from yimen.modules.cases.writing import claim
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.catalogue.models import Item, ItemVersion
from yimen.modules.ledger import commands as ledger
from yimen.modules.licensing import commands as licensing
from yimen.rules.actors import NOBODY, Actor, Kind
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

pytestmark = pytest.mark.commits
SETUP = Actor(Kind.RUN, name="set-up")


def at_once(works: list[Callable[[], Any]], *, seats: int | None = None) -> list[Any]:
    """Do all of it at the same moment, each with a connection of its own; what came out, refusals among it.

    `seats` is how many work at the same time; each then takes the next piece of work.
    """
    seats = seats or len(works)
    results: list[Any] = [None] * len(works)
    waiting: Iterator[tuple[int, Callable[[], Any]]] = iter(enumerate(works))
    gate, turn = threading.Barrier(seats, timeout=60), threading.Lock()

    def work() -> None:
        try:
            rows("SELECT 1")  # everybody has come in before anybody starts
            gate.wait()
            while True:
                with turn:
                    place, run = next(waiting, (-1, None))
                if run is None:
                    return
                try:
                    results[place] = run()
                except Refused as refused:
                    results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(seats)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return results


def reasons(results: list[Any]) -> Counter[str]:
    return Counter(each.reason if isinstance(each, Refused) else "done" for each in results)


def holds(ground: Ground) -> None:
    """Everything is proven, and PostgreSQL had to break no deadlock."""
    assert [f"{each.where}: {each.what}" for each in cases.verify_all()] == []
    assert rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == [(0,)]


def test_of_sixty_four_clerks_at_one_case_one_accepts_it_and_the_others_are_told(own_ground: Ground):
    digits, clerk = own_ground.file(), own_ground.actor("clerk")
    results = at_once([lambda: licensing.act(clerk, digits, "accept", {}, now=own_ground.now)] * 64)
    told = reasons(results)
    assert told["done"] == 1
    assert set(told) <= {"done", "act_not_open", "busy"}
    assert own_ground.acts(digits) == ["receive", "accept"]
    assert rows("SELECT sum(last) FROM papers_series WHERE key LIKE 'paper:%%'") == [(2,)], (
        "a receipt and one acceptance"
    )
    holds(own_ground)


def test_sixty_four_notes_on_one_case_are_all_written_or_refused_and_none_is_lost(own_ground: Ground):
    digits, clerk = own_ground.file(), own_ground.actor("clerk")
    works = [
        lambda n=n: licensing.act(clerk, digits, "note", {"text": f"第{n}条"}, now=own_ground.now)
        for n in range(64)
    ]
    told = reasons(at_once(works))
    assert told["done"] >= 1
    assert set(told) <= {"done", "busy"}
    texts = [each.private["facts"]["text"] for each in own_ground.lines(digits)[1:]]
    assert len(texts) == len(set(texts)) == told["done"]
    holds(own_ground)


@pytest.mark.rule("R-138")
def test_sixty_four_cases_accepted_at_once_get_consecutive_papers_of_one_series(own_ground: Ground):
    digits = [own_ground.file(who=n % 3) for n in range(64)]
    clerk = own_ground.actor("clerk")
    works = [
        lambda each=each: licensing.act(clerk, each, "accept", {}, now=own_ground.now) for each in digits
    ]
    assert reasons(at_once(works)) == {"done": 64}
    numbers = [k for (k,) in rows("SELECT k FROM papers_paper WHERE kind = 'acceptance' ORDER BY k")]
    receipts = [k for (k,) in rows("SELECT k FROM papers_paper WHERE kind = 'receipt' ORDER BY k")]
    assert len(numbers) == len(receipts) == 64
    for key, last in rows("SELECT key, last FROM papers_series WHERE key LIKE 'paper:%%'"):
        assert [k for (k,) in rows("SELECT k FROM papers_paper WHERE series = %s ORDER BY k", key)] == list(
            range(1, last + 1)
        )
    holds(own_ground)


@pytest.mark.rule("R-138")
def test_a_thousand_concurrent_issues_are_a_thousand_consecutive_numbers(own_ground: Ground):
    series = "paper:云城管证:2026"

    def issue() -> int:
        with transaction.atomic():
            claimed = claim(None, 0, [series])
            assert claimed is not None
            return claimed[series][0]

    def give_back() -> None:
        with transaction.atomic():
            claim(None, 0, [series])
            transaction.set_rollback(True)

    results = at_once([issue, issue, give_back, issue, issue] * 250, seats=16)
    assert sorted(each for each in results if each is not None) == list(range(1, 1001))
    assert rows("SELECT last FROM papers_series WHERE key = %s", series) == [(1000,)], (
        "what was not issued left no hole"
    )


def test_a_rolled_back_move_returns_its_numbers_however_many_wait(own_ground: Ground):
    """Half of sixty-four filings repeat a key: they are refused by the key at the very end, and leave no hole."""
    filing = own_ground.filing()
    works = [
        lambda n=n: licensing.file(
            NOBODY, filing, now=own_ground.now, key=f"k-{n % 32}", request=n % 32
        ).answer["number"]
        for n in range(64)
    ]
    results = at_once(works)
    assert len(set(results)) == 32
    assert rows("SELECT count(*) FROM cases_case") == [(32,)]
    for key, last in rows("SELECT key, last FROM papers_series WHERE key LIKE 'paper:%%'"):
        assert [k for (k,) in rows("SELECT k FROM papers_paper WHERE series = %s ORDER BY k", key)] == list(
            range(1, last + 1)
        )
    holds(own_ground)


def test_the_same_filing_from_many_hands_under_one_key_is_one_case_and_one_answer(own_ground: Ground):
    filing = own_ground.filing()
    works = [lambda: licensing.file(NOBODY, filing, now=own_ground.now, key="same", request={}).answer] * 24
    answers = at_once(works)
    assert len({json.dumps(each, sort_keys=True) for each in answers}) == 1
    assert rows("SELECT count(*) FROM cases_case") == [(1,)]
    holds(own_ground)


@pytest.mark.rule("R-104", "R-110")
def test_of_four_departments_that_finish_at_once_the_last_opens_the_next_stage(own_ground: Ground):
    joint(own_ground)
    names = {"CG": "reviewer", "SJ": "reviewer-sj", "WJ": "reviewer-wj", "GA": "reviewer-ga"}
    for _ in range(5):
        digits = own_ground.accepted()
        works = []
        for key, name in names.items():
            task, actor = own_ground.task(digits, key), own_ground.actor(name)
            facts = {"task": task, "result": "agree", "text": "同意"}
            works.append(
                lambda a=actor, f=facts, d=digits: licensing.act(a, d, "finish_task", f, now=own_ground.now)
            )
        assert reasons(at_once(works)) == {"done": 4}
        (decide,) = own_ground.dossier(digits).open_tasks("decide")
        assert decide.unit == own_ground.unit("CG")
    holds(own_ground)


def joint(ground: Ground) -> None:
    """Let the item's path be one stage of four departments: what cannot be published yet is put there by hand."""
    catalogue.revise(ground.actor("office"), WASTE, now=ground.now)
    tasks = [{"key": key, "name": key, "kind": "review", "unit": key} for key in ("CG", "SJ", "WJ", "GA")]
    draft = ItemVersion.objects.get(item__code=WASTE, state="draft")
    draft.flow = {"stages": [{"name": "会审", "tasks": tasks}]}
    draft.state, draft.effective_from, draft.published_at = "published", ground.now.date(), ground.now
    draft.save()
    Item.objects.filter(code=WASTE).update(current=draft)


@pytest.mark.rule("R-121")
def test_two_workers_at_once_turn_each_clock_once(own_ground: Ground):
    digits = [own_ground.file(who=n % 3) for n in range(30)]
    rows("DELETE FROM ledger_todo")
    own_ground.down_until(at(3, 10, 0, 1))

    def work() -> int:
        moved = 0
        while turned := cases.turn_due(now=own_ground.now):
            moved += turned
        return moved

    assert sum(at_once([work, work])) >= 60
    work()
    for each in digits:
        acts = own_ground.acts(each)
        assert acts.count("deem_accept") == 1
        told = [
            (line.body["facts"]["clock"], line.body["facts"]["light"])
            for line in own_ground.lines(each)
            if line.act == "turn"
        ]
        assert len(told) == len(set(told))
    holds(own_ground)


def test_two_workers_at_once_run_each_to_do_once(own_ground: Ground):
    for n in range(60):
        ledger.add_todo("tests.count", own_ground.now, {"n": n})

    def work() -> int:
        done = 0
        while ledger.run_next(own_ground.now):
            done += 1
        return done

    assert sum(at_once([work] * 4)) == 60
    ran = [
        json.loads(body)["facts"]["n"]
        for (body,) in rows("SELECT body FROM ledger_line WHERE act = 'counted'")
    ]
    assert sorted(ran) == list(range(60))
    assert rows("SELECT count(*) FROM ledger_todo") == [(0,)]


@ledger.inside("tests.count")
def _count(data: Any, now: Any) -> None:
    ledger.record("tests", "counted", SETUP, dict(data), now=now)


def test_clerks_clocks_and_an_amended_calendar_at_once_wait_for_nobody_for_ever(own_ground: Ground):
    from datetime import date

    from yimen.modules.workdays import commands as workdays
    from yimen.rules.workdays import CalendarDay

    digits = [own_ground.file(BANNER if n % 2 else WASTE, who=n % 3) for n in range(24)]
    clerk = own_ground.actor("clerk")
    for each in digits[::3]:
        licensing.act(clerk, each, "accept", {}, now=own_ground.now)
    rest = CalendarDay(date(2026, 3, 5), works=False, name="临时假日", notice="")
    workdays.amend(SETUP, "CN", [rest], "云政办〔2026〕9号", now=own_ground.now)

    def worker() -> None:
        while cases.turn_due(now=own_ground.now) or ledger.run_next(own_ground.now):
            pass

    acts = [lambda each=each: licensing.act(clerk, each, "accept", {}, now=own_ground.now) for each in digits]
    acts += [
        lambda each=each: licensing.act(clerk, each, "note", {"text": "催办"}, now=own_ground.now)
        for each in digits
    ]
    told = reasons(at_once([worker, worker, *acts], seats=12))
    worker()
    assert set(told) <= {"done", "act_not_open", "busy"}
    assert rows("SELECT count(*), max(tries) FROM ledger_todo") == [(0, None)]
    assert all(CaseNumber.parse(each) for each in digits)
    holds(own_ground)

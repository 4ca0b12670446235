"""Lines of a book that is no case: locked first, read after that, written in one statement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from ground import Ground, at, rows
from modules.test_crowd import at_once
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as lines
from yimen.rules.actors import Actor, Kind

SETUP = Actor(Kind.RUN, name="set-up")


def flaws() -> list[str]:
    return [f"{each.where}: {each.what}" for each in lines.book_flaws()]


def test_a_line_costs_a_lock_and_a_write(ground: Ground, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(
        6
    ):  # the first begins the book: looked for, begun, locked; savepoints are two
        ledger.record("lean", "begin", SETUP, {"n": 1}, now=ground.now)
    with django_assert_num_queries(4):
        line = ledger.record("lean", "go_on", SETUP, {"n": 2}, now=ground.now, private={"said": "小声"})
    assert (line.n, line.private) == (2, {"said": "小声"})
    assert lines.line(line.book, 2).private == {"said": "小声"}
    assert flaws() == []


def test_an_act_writes_several_lines_of_a_book_it_locked_once(
    ground: Ground, django_assert_num_queries: Any
) -> None:
    with transaction.atomic():
        head = ledger.lock("lean")
        with django_assert_num_queries(3):
            for n in (1, 2, 3):
                line, head = ledger.write(head, "step", SETUP, {"n": n}, now=ground.now)
    assert (line.n, head.n, head.at) == (3, 3, ground.now)
    assert ledger.lock("lean") == head
    assert flaws() == []


def test_no_line_is_older_than_the_one_before_it(ground: Ground) -> None:
    ledger.record("lean", "late", SETUP, {}, now=at(3, 2, 12))
    line = ledger.record("lean", "early", SETUP, {}, now=at(3, 2, 11))
    assert line.at == at(3, 2, 12)
    assert rows("SELECT at FROM ledger_book WHERE name = 'lean'") == [(at(3, 2, 12),)]


def test_whoever_writes_from_a_head_that_is_not_the_last_is_refused_by_the_database(ground: Ground) -> None:
    head = ledger.lock("lean")
    ledger.write(head, "first", SETUP, {}, now=ground.now)
    with pytest.raises(DatabaseError), transaction.atomic():
        ledger.write(head, "again", SETUP, {}, now=ground.now)
    assert flaws() == []


def test_a_book_that_says_another_moment_than_its_last_line_is_found(ground: Ground) -> None:
    ledger.record("lean", "one", SETUP, {}, now=ground.now)
    rows("UPDATE ledger_book SET at = at + interval '1 minute' WHERE name = 'lean'")
    assert flaws() == ["lean: the book says another moment than its last line"]


@pytest.mark.commits
def test_a_book_begun_by_many_at_once_has_one_chain(own_ground: Ground) -> None:
    works = [
        lambda n=n: ledger.record("lean", "one", SETUP, {"n": n}, now=own_ground.now + timedelta(seconds=n))
        for n in range(32)
    ]
    assert sorted(each.n for each in at_once(works)) == list(range(1, 33))
    assert flaws() == []

"""The same key and request get the same answer, whatever becomes of the world meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from yimen.modules.ledger.commands import Answer, Keyed, once
from yimen.modules.ledger.models import Answer as AnswerRow
from yimen.rules.actors import NOBODY, Actor, Kind
from yimen.rules.refused import Refused

pytestmark = pytest.mark.django_db
LIN = Actor(Kind.STAFF, 7)


def keyed(body: Any = "body", *, key: str = "k-1", actor: Actor = LIN) -> Keyed:
    return Keyed.of(actor, key, ["POST /somewhere", body])


class Work:
    """Counts how often it is done."""

    def __init__(self, *refusals: Refused) -> None:
        self.times = 0
        self.refusals = list(refusals)

    def __call__(self) -> dict[str, int]:
        self.times += 1
        if self.refusals:
            raise self.refusals.pop(0)
        return {"times": self.times}


def refused(run: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        run()
    return caught.value


def test_what_is_asked_twice_under_one_key_is_done_once() -> None:
    work = Work()
    first = once(keyed(), work)
    assert first == Answer({"times": 1}, 200)
    again = once(keyed(), work)
    assert (again.content, again.status, work.times) == ({"times": 1}, 200, 1)


def test_without_a_key_everything_is_done_each_time() -> None:
    work = Work()
    assert [once(None, work).content for _ in range(2)] == [{"times": 1}, {"times": 2}]
    assert not AnswerRow.objects.exists()


def test_another_body_under_the_key_is_refused_and_nothing_is_done() -> None:
    work = Work()
    once(keyed("one"), work)
    assert refused(lambda: once(keyed("another"), work)).reason == "key_reused"
    assert work.times == 1


def test_the_same_key_of_somebody_else_is_another_key() -> None:
    work = Work()
    once(keyed(), work)
    assert once(keyed(actor=NOBODY), work).content == {"times": 2}


def test_a_refusal_is_an_answer_too_with_all_its_facts() -> None:
    work = Work(Refused("extension_late", due_on=date(2026, 3, 2), whose=["a"]))
    assert refused(lambda: once(keyed(), work)).facts["due_on"] == date(2026, 3, 2)
    again = refused(lambda: once(keyed(), work))
    assert (again.reason, again.facts) == ("extension_late", {"due_on": "2026-03-02", "whose": ["a"]})
    assert work.times == 1


@pytest.mark.parametrize("passing", ["too_many", "wrong_password", "not_signed_in"])
def test_what_was_refused_for_who_asked_or_how_often_may_be_tried_again(passing: str) -> None:
    work = Work(Refused(passing))
    assert refused(lambda: once(keyed(), work)).reason == passing
    assert once(keyed(), work).content == {"times": 2}


def test_an_answer_that_no_longer_stands_is_replaced_by_a_new_one() -> None:
    work = Work()
    once(keyed(), work)
    assert once(keyed(), work, stands=lambda content: content["times"] > 1).content == {"times": 2}
    assert once(keyed(), work, stands=lambda content: content["times"] > 1).content == {"times": 2}
    assert work.times == 2


def test_whoever_is_second_gets_the_answer_of_the_first() -> None:
    first = Work()

    def slow() -> dict[str, int]:
        once(keyed(), first)  # somebody quicker, while we work
        return {"times": 100}

    assert once(keyed(), slow).content == {"times": 1}


def test_nobody_can_guess_from_the_table_what_was_asked() -> None:
    body = {"username": "lin", "password": "Stone-Bridge-9"}
    once(keyed(body), Work())
    plain = json.dumps(["POST /somewhere", body], sort_keys=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, sealed FROM ledger_answer")
        digest, sealed = map(bytes, cursor.fetchone())
    assert hashlib.sha256(plain.encode()).digest() not in digest
    assert b"times" not in sealed

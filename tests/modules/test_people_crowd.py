"""Many at once, each on a connection of its own and committing for real: what they leave is taken away again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from yimen.modules.people import attempts, commands
from yimen.modules.people.models import Attempt, Person
from yimen.rules.refused import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.commits]
CROWD = 16
MACHINE = datetime(2027, 5, 4, 3, 2, 1, tzinfo=UTC)


def at_once(run: Callable[[], object]) -> list[object]:
    """What each of the crowd got: an answer, or the reason it was refused."""
    answers: list[object] = []
    gate = threading.Barrier(CROWD)

    def one() -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            answers.append(run())
        except Refused as refused:
            answers.append(refused.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield

    def clear() -> None:
        Attempt.objects.all().delete()
        Person.objects.filter(name="众人").delete()
        connection.close()

    sweeper = threading.Thread(target=clear)
    sweeper.start()
    sweeper.join()


def test_of_many_guesses_at_once_no_more_are_judged_than_in_turn() -> None:
    answers = at_once(lambda: attempts.knock(attempts.Door.PASSWORD, "lin\n192.0.2.7", machine_now=MACHINE))
    assert answers.count(None) == 5
    assert answers.count("too_many") == CROWD - 5


def test_an_applicant_who_files_many_times_at_once_is_one() -> None:
    def known() -> int:
        told = ("person", "众人", None, "11010519491231002X", "13800005678")
        return commands.known(*told, today=date(2026, 3, 2)).id

    answers = at_once(known)
    assert len(answers) == CROWD
    assert len(set(answers)) == 1

"""What people say of a service: once, after it ended, and silence is no praise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from floor import Lobby, lobby
from ground import Ground, rows
from yimen.modules.evaluation import commands as evaluation
from yimen.modules.evaluation import queries as ratings
from yimen.modules.ledger import queries as lines
from yimen.modules.reception import commands
from yimen.rules.ratings import Level, Way, level, satisfaction
from yimen.rules.refused import Refused


@pytest.fixture
def hall(ground: Ground) -> Lobby:
    made = lobby(ground)
    made.open()
    return made


def refusal(run: Any) -> str:
    with pytest.raises(Refused) as refused:
        run()
    return refused.value.reason


def say(hall: Lobby, ticket: Any, told: Level = Level.SATISFIED, **more: Any) -> None:
    evaluation.rate(ticket.token, told, Way.SCREEN, now=hall.now, **more)


@pytest.mark.rule("R-191")
def test_a_service_is_rated_only_after_it_ended_and_once(hall: Lobby) -> None:
    ticket = hall.take()
    assert refusal(lambda: say(hall, ticket)) == "rating_too_early"
    hall.called()
    commands.start(hall.clerk, ticket.id, now=hall.now)
    assert refusal(lambda: say(hall, ticket)) == "rating_too_early"
    commands.finish(hall.clerk, ticket.id, now=hall.now)
    say(hall, ticket, words="态度好")
    assert refusal(lambda: say(hall, ticket, Level.DISSATISFIED)) == "rated_already"
    assert ratings.rating_of(ticket.id) is Level.SATISFIED
    (card,) = ratings.latest(hall.hall)
    assert (card.number, card.staff, card.window, card.words) == (
        ticket.number,
        hall.clerk.id,
        hall.clerk.unit,
        "态度好",
    )
    assert (
        refusal(lambda: evaluation.rate("nowhere", Level.SATISFIED, Way.TEXT, now=hall.now))
        == "no_such_ticket"
    )


@pytest.mark.rule("R-191")
def test_who_left_or_never_came_has_nothing_to_rate(hall: Lobby) -> None:
    ticket = hall.take()
    commands.cancel(ticket.token, now=hall.now)
    assert refusal(lambda: say(hall, ticket)) == "rating_too_early"


@pytest.mark.rule("R-191")
def test_a_rating_is_a_line_that_names_ticket_window_and_clerk_but_not_who_gave_it(hall: Lobby) -> None:
    take = hall.take()
    hall.served()
    say(hall, take, words="谢谢")
    (book,) = [id_ for id_, name in lines.books() if name.startswith("ratings:")]
    (line,) = lines.lines(book, private=True)
    assert (line.body["facts"]["ticket"], line.body["facts"]["staff"]) == (take.id, hall.clerk.id)
    assert line.body["by"] == {"person": None}
    assert ("谢谢" in str(line.body), line.private) == (False, {"words": "谢谢"})
    assert "谢谢".encode() not in bytes(rows("SELECT words FROM evaluation_rating")[0][0])


@pytest.mark.rule("R-191")
@pytest.mark.parametrize(
    "change", ["UPDATE evaluation_rating SET level = 5", "DELETE FROM evaluation_rating"]
)
def test_nobody_changes_what_was_said(hall: Lobby, change: str) -> None:
    ticket = hall.take()
    hall.served()
    say(hall, ticket, Level.DISSATISFIED)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows(change)
    assert ratings.rating_of(ticket.id) is Level.DISSATISFIED


@pytest.mark.rule("R-191", "R-192")
def test_not_rated_is_never_satisfied(hall: Lobby) -> None:
    given = [Level.VERY_SATISFIED, Level.BASICALLY_SATISFIED, Level.DISSATISFIED, None]
    for each in given:
        ticket = hall.take()
        hall.served(minutes=1)
        if each is not None:
            say(hall, ticket, each)
    today = hall.now.date()
    found = ratings.satisfaction_of(hall.hall, today, today)
    assert (found.ended, found.given, found.satisfied, found.unrated) == (4, 3, 2, 1)
    assert (found.percent, found.rated_percent) == (Decimal("66.7"), Decimal("75.0"))
    assert ratings.satisfaction_of(hall.hall, today, today, window=hall.other.unit).percent is None


@pytest.mark.rule("R-192")
def test_965_of_1000_is_96_5_percent() -> None:
    found = satisfaction({5: 900, 4: 50, 3: 15, 2: 20, 1: 15}, 1200, satisfied_from=3)
    assert (found.given, found.percent, found.rated_percent) == (1000, Decimal("96.5"), Decimal("83.3"))
    assert satisfaction({}, 10, satisfied_from=3).percent is None


@pytest.mark.rule("R-191")
def test_there_are_five_levels() -> None:
    assert [level(str(n)) for n in (1, 2, 3, 4, 5)] == sorted(Level)
    for wrong in ("0", "6", "", "五"):
        assert refusal(lambda wrong=wrong: level(wrong)) == "rating_level"

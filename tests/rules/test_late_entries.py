"""Nobody dates himself back: only what was done on paper while the platform was down, as the supervisor registered it (R-100)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lives import CHEN, FANG, LIN, SUN, ZHAO, ZONE, Life, item
from yimen.rules.actors import CLOCK
from yimen.rules.limits import Limit
from yimen.rules.outages import ON_PAPER, Late, Outage, late_entry, require_span
from yimen.rules.papers import PAPERS, Paper
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused

pytestmark = pytest.mark.rule("R-100")

HALL, WINDOW, ELSEWHERE = 10, 11, 30
DOWN, UP = datetime(2026, 3, 3, 9, 0, tzinfo=ZONE), datetime(2026, 3, 4, 12, 0, tzinfo=ZONE)
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=ZONE)
POWER_CUT = Outage(1, HALL, DOWN, UP)


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def entry(
    at: datetime, *, places=(WINDOW, HALL), outages=(POWER_CUT,), reason="收件单 3 号", now=NOW
) -> Late:
    return late_entry(outages, places, at, reason, now=now)


def late(life: Life, at: datetime) -> dict:
    """The world in which something done on paper at `at` is entered now."""
    return {"world": life.world(at=at, late=Late(at, 1, "收件单 3 号"))}


# when it is allowed


@pytest.mark.parametrize("at", [DOWN, DOWN + timedelta(hours=3), UP])
def test_what_happened_in_a_registered_outage_may_be_entered_late(at):
    assert entry(at) == Late(at, 1, "收件单 3 号")


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (DOWN - timedelta(minutes=1), {}),
        (UP + timedelta(minutes=1), {}),
        (DOWN, {"places": (ELSEWHERE,)}),
        (DOWN, {"outages": ()}),
    ],
)
def test_before_after_elsewhere_and_without_one_nothing_is_dated_back(at, told):
    with refused("no_outage"):
        entry(at, **told)


def test_an_outage_that_lasts_covers_everything_until_now_and_nothing_ahead():
    lasting = (Outage(1, HALL, DOWN, None),)
    assert entry(NOW, outages=lasting).outage == 1
    with refused("late_ahead"):
        entry(NOW + timedelta(minutes=1), outages=lasting)


def test_a_late_entry_says_what_it_is_taken_from():
    with refused("late_reason"):
        entry(DOWN, reason=" ")


def test_an_outage_ends_after_it_began():
    require_span(DOWN, None)
    with refused("outage_backwards"):
        require_span(DOWN, DOWN)


@given(st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 8)).map(lambda at: at.replace(tzinfo=ZONE)))  # noqa: DTZ001
def test_an_entry_is_late_exactly_where_an_outage_covers_it(at):
    covered = DOWN <= at <= UP and at <= NOW
    try:
        assert entry(at).happened_at == at
    except Refused:
        assert not covered
    else:
        assert covered


# what it does


def test_a_line_keeps_when_it_was_entered_and_when_it_happened_and_names_the_outage():
    life = Life(now=NOW)
    life.file(actor=LIN, **late(life, DOWN))
    line = life.lines[0]
    assert (line["at"], line["as"]) == (NOW.isoformat(), DOWN.isoformat())
    assert line["late"] == {"outage": 1}
    assert "收件单" not in str(line), "what people write is under the veil"
    assert life.case.received_at == DOWN
    assert life.dossier.clock("intake").started_at == DOWN


def test_an_entry_at_its_own_moment_is_not_flagged():
    life = Life().accepted()
    assert not any("late" in line for line in life.lines)


def test_clocks_start_and_stop_by_when_it_happened():
    life = Life()
    life.file()
    life.at(2026, 3, 5)
    life.do("accept", LIN, **late(life, DOWN + timedelta(hours=1)))
    assert life.case.accepted_at == DOWN + timedelta(hours=1)
    assert life.dossier.clock("intake").stopped_at == DOWN + timedelta(hours=1)
    assert life.dossier.clock("promised").started_at == DOWN + timedelta(hours=1)
    assert {each.opened_at for each in life.dossier.open_tasks("review")} == {DOWN + timedelta(hours=1)}


def test_a_decision_made_on_paper_dates_from_its_day_and_undoes_a_red_that_only_the_outage_made():
    life = Life(item=item(promised=Limit(1)))
    life.file()
    life.do("accept", LIN)
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("finish_task", ZHAO, task=life.task("review"), result="agree", text="符合条件")
    life.walk_to(NOW)
    assert life.dossier.clock("promised").light == "red"
    on_time = DOWN + timedelta(hours=2)
    life.do("grant", CHEN, **late(life, on_time))
    assert life.case.decided_at == on_time
    assert life.dossier.of("opinion")[-1].at == on_time
    assert life.dossier.clock("deliver").started_at == on_time
    life.do("complete", LIN, **late(life, on_time))
    promised = life.dossier.clock("promised")
    assert (promised.stopped_at, promised.light) == (on_time, "yellow")
    assert life.replayed.case == life.case


def test_a_red_that_was_earned_before_the_outage_stays():
    life = Life(item=item(promised=Limit(0)))
    life.granted()
    life.walk_to(NOW)
    life.do("complete", LIN, **late(life, DOWN + timedelta(hours=1)))
    assert life.dossier.clock("promised").light == "red"


def test_nothing_is_entered_before_what_the_case_already_says():
    life = Life(now=DOWN + timedelta(hours=3))
    life.file()
    life.at(2026, 3, 5)
    with refused("late_out_of_order"):
        life.do("accept", LIN, **late(life, DOWN + timedelta(hours=2)))
    life.do("accept", LIN, **late(life, DOWN + timedelta(hours=3)))


@pytest.mark.parametrize(("act", "actor"), [("note", LIN), ("allow_demand", FANG), ("turn", CLOCK)])
def test_what_no_form_on_paper_stands_for_is_not_entered_late(act, actor):
    life = Life()
    life.file()
    life.at(2026, 3, 5)
    with refused("late_not_open"):
        life.do(act, actor, text="备注", reason="同意", **late(life, DOWN))


def test_only_staff_enter_late():
    life = Life().asked()
    life.at(2026, 3, 5)
    with refused("late_not_open"):
        life.supply(SUN, "plan", **late(life, DOWN))


@pytest.mark.rule("R-011")
def test_a_letter_must_have_been_in_force_when_the_decision_was_made():
    life = Life().reviewed()
    before = datetime(2025, 12, 31, 9, 0, tzinfo=ZONE)
    with refused("late_out_of_order"):
        life.do("grant", CHEN, **late(life, before))


# nothing is decided off the platform


def test_a_certificate_is_issued_by_a_decision_alone_and_leaves_the_case_decided():
    decisions = {Paper.PERMIT, Paper.COMPLETION}
    assert decisions <= set(PAPERS)
    issued = [move for move in LICENSING_1.moves if move.paper in decisions]
    assert issued == [], (
        "no row issues one by itself: which one it is stands in the item, and the grant draws it"
    )
    for move in LICENSING_1.moves:
        assert (move.act in {"grant", "refuse"}) == (move.mark == "decided")
        assert (move.target == "decided") == (move.mark == "decided")
    life = Life().reviewed()
    assert not decisions & {each.kind for each in life.dossier.papers}
    life.do("grant", CHEN)
    assert decisions & {each.kind for each in life.dossier.papers} == {Paper.PERMIT}
    assert (life.case.state, life.case.outcome) == ("decided", "granted")


def test_every_paper_act_is_an_act_of_the_procedure():
    assert set(LICENSING_1.acts) >= ON_PAPER

"""A hall built from its profile: what follows from what happened in it is told when it happened."""

from __future__ import annotations

import pytest

from ground import OPENED, ZONE, Ground, at, ground, laid_ground, rows
from yimen.modules.ledger import queries as lines
from yimen.modules.messages import queries as messages
from yimen.wiring import world

__all__ = ["ground", "laid_ground"]


@pytest.mark.rule("R-159", "R-160")
def test_what_follows_while_a_hall_is_built_follows_at_its_moment(ground: Ground):
    digits = ground.file(by="web")
    world.pass_time(at(3, 4))
    ground.now = at(3, 4)
    ground.do("clerk", digits, "accept")
    due = ground.case(digits).due_at
    world.pass_time(at(4, 15))
    told = {each.event: each.created_at.astimezone(ZONE) for each in messages.of_case(ground.case(digits).id)}
    assert (told["registered"], told["accepted"]) == (OPENED, at(3, 4))
    assert told["reminder"] < due < told["overdue"] < told["unread"] < at(4, 15)
    assert [f"{told[each]:%H:%M}" for each in ("reminder", "overdue")] == ["08:30"] * 2, "as the office opens"
    assert lines.troubled() == ()


def test_no_paper_is_drawn_and_no_text_goes_out_while_a_hall_is_built(ground: Ground):
    digits = ground.accepted()
    world.pass_time(at(3, 4))
    assert [each.sealed_at for each in ground.dossier(digits).papers] == [None, None]
    left = [run for (run,) in rows("SELECT run FROM ledger_todo")]
    assert sorted(set(left)) == sorted(world.LEFT), "the worker finds them"
    assert len(left) == 4, "a receipt and a notice, with a text each"
    ground.now = at(3, 4)
    ground.catch_up()
    assert all(each.sealed_at for each in ground.dossier(digits).papers)

"""Outages as the supervisor registers them, and what is entered under them afterwards, through the real door (R-100)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ground import BANNER, WASTE, Ground, at
from yimen.base.refusals import sentence
from yimen.modules.cases import commands as cases
from yimen.modules.cases import queries
from yimen.modules.cases.commands import OnPaper
from yimen.modules.licensing import commands as licensing
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

pytestmark = pytest.mark.rule("R-100", "R-288")

DOWN, UP = at(3, 3, 9), at(3, 4, 12)


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def power_cut(ground: Ground, until: datetime | None = UP, unit: str = "centre") -> int:
    """The day after: the supervisor writes down where and how long nothing worked."""
    ground.pass_to(at(3, 5, 9))
    return cases.register_outage(
        ground.actor("supervisor"),
        ground.unit(unit),
        from_at=DOWN,
        until=until,
        reason="全楼停电",
        now=ground.now,
    )


def slip(moment: datetime = DOWN + timedelta(hours=1)) -> OnPaper:
    return OnPaper(moment, "手工收件单 3 号，申请人已签字")


def take_in(ground: Ground, late: OnPaper, item: str = WASTE, by: str = "clerk") -> str:
    filing = ground.filing(item, channel="window")
    outcome = licensing.file(ground.actor(by), filing, now=ground.now, late=late)
    return CaseNumber.parse(outcome.answer["number"]).digits


def test_what_was_taken_in_on_paper_has_the_number_and_the_clocks_of_its_day(ground: Ground):
    power_cut(ground)
    digits = take_in(ground, slip())
    assert CaseNumber.parse(digits).day == DOWN.date()
    case, intake = ground.case(digits), ground.dossier(digits).clock("intake")
    assert case.received_at == slip().happened_at
    assert intake is not None
    assert intake.started_at == slip().happened_at
    (line, *_) = ground.lines(digits)
    assert line.at == ground.now
    assert line.body["as"] == slip().happened_at.isoformat()
    assert cases.verify_case(digits) is None


def test_without_a_registered_outage_nothing_is_dated_back_and_the_sentence_says_whom_to_ask(ground: Ground):
    ground.pass_to(at(3, 5, 9))
    with refused("no_outage") as caught:
        take_in(ground, slip())
    assert "2026-03-03 10:00" in sentence(caught.value)
    assert "监督人员登记停机" in sentence(caught.value)
    assert "Ask the supervisor" in sentence(caught.value, "en")


def test_an_outage_of_one_place_opens_no_other(ground: Ground):
    power_cut(ground, unit="township")
    with refused("no_outage"):
        take_in(ground, slip())


def test_acts_of_a_case_follow_each_other_as_they_happened_on_paper(ground: Ground):
    digits = ground.file(BANNER)
    power_cut(ground)
    clerk = ground.actor("clerk")
    licensing.act(clerk, digits, "accept", {}, now=ground.now, late=slip())
    case = ground.case(digits)
    assert case.accepted_at == slip().happened_at
    promised = ground.dossier(digits).clock("promised")
    assert promised is not None
    assert promised.started_at == slip().happened_at
    with refused("late_out_of_order"):
        licensing.act(clerk, digits, "withdraw", {}, now=ground.now, late=slip(DOWN))
    with refused("late_not_open"):
        licensing.act(clerk, digits, "note", {"text": "备注"}, now=ground.now, late=slip())
    assert cases.verify_case(digits) is None


def test_every_late_entry_is_listed_for_supervision_with_what_it_is_taken_from(ground: Ground):
    outage = power_cut(ground)
    digits = take_in(ground, slip())
    ground.catch_up()
    supervisor = ground.actor("supervisor")
    (entry,) = queries.late_entries(supervisor).results
    assert CaseNumber.parse(entry.number).digits == digits
    assert (entry.act, entry.happened_at, entry.entered_at) == ("receive", slip().happened_at, ground.now)
    assert entry.reason == "手工收件单 3 号，申请人已签字"
    assert entry.by == ground.actor("clerk").name
    (known,) = queries.outages(supervisor).results
    assert (known.id, known.entries, known.reason) == (outage, 1, "全楼停电")
    elsewhere = replace(supervisor, division="990200")
    assert queries.late_entries(elsewhere).results == ()
    assert queries.outages(elsewhere).results == ()
    assert queries.late_entries(supervisor, outage=outage + 1).results == ()


def test_late_entries_are_paged_and_none_is_shown_twice(ground: Ground):
    power_cut(ground)
    filed = [take_in(ground, slip(DOWN + timedelta(minutes=n))) for n in range(3)]
    ground.catch_up()
    supervisor, shown, place = ground.actor("supervisor"), [], None
    while True:
        page = queries.late_entries(supervisor, after_=place, size=2)
        shown += [CaseNumber.parse(each.number).digits for each in page.results]
        place = page.next
        if place is None:
            break
    assert sorted(shown) == sorted(filed)


def test_only_the_supervisor_registers_an_outage_and_ends_it_once(ground: Ground):
    with refused("not_permitted"):
        cases.register_outage(
            ground.actor("clerk"),
            ground.unit("centre"),
            from_at=DOWN,
            until=None,
            reason="停电",
            now=ground.now,
        )
    outage = power_cut(ground, until=None)
    supervisor = ground.actor("supervisor")
    with refused("outage_backwards"):
        cases.end_outage(supervisor, outage, until=DOWN, now=ground.now)
    cases.end_outage(supervisor, outage, until=UP, now=ground.now)
    with refused("outage_over"):
        cases.end_outage(supervisor, outage, until=UP, now=ground.now)
    with refused("no_outage"):
        take_in(ground, slip(UP + timedelta(minutes=1)))


def test_an_outage_says_where_and_why(ground: Ground):
    supervisor = ground.actor("supervisor")
    with refused("reason_missing"):
        cases.register_outage(
            supervisor, ground.unit("centre"), from_at=DOWN, until=None, reason=" ", now=ground.now
        )
    with refused("no_such_unit"):
        cases.register_outage(supervisor, 1, from_at=DOWN, until=None, reason="停电", now=ground.now)


@pytest.mark.rule("LIC-30")
def test_what_was_answered_on_paper_in_time_comes_before_the_silence_that_followed(ground: Ground):
    digits = ground.file(BANNER)
    ground.down_until(at(3, 10, 9))  # nobody worked, and no clock turned
    cases.register_outage(
        ground.actor("supervisor"),
        ground.unit("centre"),
        from_at=DOWN,
        until=None,
        reason="停电",
        now=ground.now,
    )
    licensing.act(ground.actor("clerk"), digits, "accept", {}, now=ground.now, late=slip(at(3, 6, 9)))
    assert "deem_accept" not in ground.acts(digits)
    assert ground.case(digits).accepted_at == at(3, 6, 9)


@pytest.mark.rule("LIC-30", "LIC-32")
def test_what_lacked_when_silence_accepted_comes_in_by_both_hands_and_moves_no_date(ground: Ground):
    digits = ground.file(WASTE, lack=("contract", "site"))
    ground.pass_to(at(3, 11, 9))
    assert ground.case(digits).state == "accepted"
    before = {each.name: each.due_at for each in ground.dossier(digits).clocks if each.runs}
    ground.supply("clerk", digits, "contract")
    assert ground.lines(digits)[-1].body["facts"]["still_lacking"] == 1
    ground.supply("clerk", digits, "site")
    assert {each.name: each.due_at for each in ground.dossier(digits).clocks if each.runs} == before
    with refused("nothing_promised"):
        ground.supply("clerk", digits, "site")
    assert cases.verify_case(digits) is None

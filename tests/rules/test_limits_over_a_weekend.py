"""Every limit of the law and every clock among the parameters, from the same Friday afternoon."""

from __future__ import annotations

import pytest

from calendars import CN, HOURS, at
from yimen.base.packs import national_rules, shipped_parameters
from yimen.rules.deadlines import Clock, due_at
from yimen.rules.limits import Limit, Unit

FRIDAY = at("2026-03-06 16:00")
LAW, PARAMETERS = national_rules(), shipped_parameters()

LAWS = {
    "LIC-07": "2026-03-13",
    "LIC-08a": "2026-04-03",
    "LIC-08b": "2026-05-13",
    "LIC-10": "2026-04-03",
    "LIC-16": "2026-03-20",
    "LIC-22": "2026-03-13",
    "LIC-19a": "2026-03-13",
    "LIC-19b": "2026-04-03",
    "LIC-20": "2026-02-26",  # a make-up Saturday in between, 28 February, is counted
    "LIC-21": "2026-02-04",
    "FOI-01": "2026-04-03",
    "FOI-03": "2026-03-17",
    "FOI-05": "2026-04-03",
    "FOI-06": "2026-03-27",
    "PET-03": "2026-03-23",  # rolled from Saturday
    "PET-03c": "2026-03-13",
    "PET-05": "2026-05-06",  # rolled over Labour Day
    "PET-07": "2026-04-07",  # rolled over Qingming
    "PET-08": "2026-04-07",
    "ADM-01": "2026-05-06",
    "ADM-05a": "2026-03-23",
    "ADM-05b": "2026-09-07",
}

END_OF_DAY = "23:59:59.999999"
CLOCKS = {
    "instant.target_minutes": "2026-03-06 16:30",
    "instant.hard_limit": "2026-03-06 17:00",
    "committed.default_min_days": f"2026-03-11 {END_OF_DAY}",
    "committed.default_max_days": f"2026-03-13 {END_OF_DAY}",
    "bundle.common_limit_days": f"2026-03-13 {END_OF_DAY}",
    "bundle.former_limit_days": f"2026-04-16 {END_OF_DAY}",
    "agency.investment_days": f"2026-04-03 {END_OF_DAY}",
    "workflow_booking.max_minutes": "2026-03-09 09:30",
    "same_day.limit": "2026-03-06 17:00",
    "complaint.simple": f"2026-03-09 {END_OF_DAY}",
    "complaint.complex": f"2026-03-13 {END_OF_DAY}",
    "petition.reply_days": f"2026-03-09 {END_OF_DAY}",
    "petition.leader_reply_days": f"2026-03-13 {END_OF_DAY}",
    "opinion_box.feedback_days": f"2026-03-09 {END_OF_DAY}",
    "opinion_box.improve_days": f"2026-03-13 {END_OF_DAY}",
    "handover.papers_by": "2026-03-06 17:00",
    "evaluation.contact_days": f"2026-03-09 {END_OF_DAY}",
    "evaluation.cure_days": f"2026-03-13 {END_OF_DAY}",
    "hotline.finish_days": f"2026-03-13 {END_OF_DAY}",
    "hotline.return_hours": "2026-03-07 16:00",
    "preregistration.expiry_days": f"2026-04-07 {END_OF_DAY}",
    "supplement.wait_days": f"2026-04-07 {END_OF_DAY}",
    "warning.escalate_hours": "2026-03-09 11:30",
}


@pytest.mark.rule("R-118", "CLK-02")
def test_no_limit_of_the_law_is_left_out():
    assert {each.id for each in LAW.rules} == LAWS.keys()


@pytest.mark.rule("R-118", "CLK-02")
@pytest.mark.parametrize(("rule", "due"), LAWS.items())
def test_a_limit_of_the_law_over_a_weekend(rule, due):
    law = LAW.rule(rule, FRIDAY.date())
    assert due_at(Clock(FRIDAY, law.limit, rolls=law.roll), CN, HOURS) == at(f"{due} {END_OF_DAY}")


@pytest.mark.rule("R-118")
@pytest.mark.parametrize(("key", "due"), CLOCKS.items())
def test_a_parameters_limit_over_a_weekend(key, due):
    row = PARAMETERS.row(key, FRIDAY.date())
    assert due_at(Clock(FRIDAY, row.limit, rolls=row.roll), CN, HOURS) == at(due)


@pytest.mark.rule("R-118", "R-200")
def test_the_same_three_days_end_on_different_dates():
    ends = {
        unit: due_at(Clock(FRIDAY, Limit(3, unit)), CN, HOURS).date() for unit in (Unit.WORKING_DAY, Unit.DAY)
    }
    assert ends == {Unit.WORKING_DAY: at("2026-03-11").date(), Unit.DAY: at("2026-03-09").date()}

"""Rules and parameters are dated data with scope, basis and source (R-284, R-118, law §23)."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.base.packs import national_rules, shipped_parameters
from yimen.rules.deadlines import Clock, due_on
from yimen.rules.limits import Limit, Unit
from yimen.rules.parameters import Parameters, RulePack, Scope
from yimen.rules.refused import Refused
from yimen.rules.workdays import SHANGHAI, CalendarYear, OfficeHours, Period, WorkCalendar

MONDAY = date(2026, 3, 2)
LAW, SHIPPED = national_rules(), shipped_parameters()
MAY = date(2026, 5, 1)
WEEKDAYS = WorkCalendar.compile("plain", 1, [CalendarYear(2026, None, "test", ())])
HOURS = OfficeHours.compile(WEEKDAYS, [[Period(time(9), time(17))]] * 5 + [[], []])


def hall_sets(key: str, value: object, hall: str, first: date = MAY, last: date | None = None) -> Parameters:
    row = SHIPPED.setting(
        key,
        value,
        scope=Scope.HALL,
        scope_id=hall,
        basis="director, 2026-04-20",
        effective_from=first,
        effective_to=last,
    )
    return SHIPPED.with_rows([row])


# the law


@pytest.mark.rule("LIC-07", "LIC-08", "LIC-10", "LIC-16", "LIC-19", "LIC-20", "LIC-21", "LIC-22")
@pytest.mark.parametrize(
    ("rule_id", "event", "n", "unit", "more", "applies"),
    [
        ("LIC-07", "received", 5, "working_day", None, None),
        ("LIC-08a", "accepted", 20, "working_day", 10, None),
        ("LIC-08b", "accepted", 45, "working_day", 15, "joint"),
        ("LIC-10", "accepted_lower", 20, "working_day", None, "escalated"),
        ("LIC-16", "decided", 10, "working_day", None, None),
        ("LIC-22", "accepted", 5, "working_day", None, None),
        ("LIC-19a", "hearing_right_told", 5, "working_day", None, None),
        ("LIC-19b", "hearing_requested", 20, "working_day", None, None),
        ("LIC-20", "hearing_day", -7, "working_day", None, None),
        ("LIC-21", "licence_expiry", -30, "day", None, None),
        ("FOI-03", "foi_received", 7, "working_day", None, None),
        ("FOI-05", "foi_received", 20, "working_day", 20, None),
        ("FOI-06", "third_party_served", 15, "working_day", None, None),
        ("FOI-01", "info_made", 20, "working_day", None, None),
        ("PET-03", "petition_received", 15, "day", None, None),
        ("PET-03c", "petition_forwarded", 5, "working_day", None, None),
        ("PET-05", "petition_accepted", 60, "day", 30, None),
        ("PET-07", "opinion_served", 30, "day", None, None),
        ("PET-08", "review_served", 30, "day", None, None),
    ],
)
def test_the_pack_has_every_limit_of_the_law(*, rule_id, event, n, unit, more, applies):
    rule = LAW.rule(rule_id, MONDAY)
    assert (rule.event, rule.limit, rule.applies) == (event, Limit(n, Unit(unit)), applies)
    assert (rule.extend.limit if rule.extend else None) == (Limit(more, Unit(unit)) if more else None)
    assert rule.backwards == (n < 0)
    assert all((rule.basis, rule.source))
    assert rule.confidence in "ABC"


@pytest.mark.rule("LIC-08")
def test_an_extension_is_given_once_by_a_head_and_told():
    extensions = [rule.extend for rule in LAW.rules if rule.extend]
    assert {(each.times, each.notice) for each in extensions} == {(1, True)}
    assert {each.approver for each in extensions} == {"organ_head", "government_head", "disclosure_head"}


@pytest.mark.rule("LIC-17")
def test_only_the_eight_reasons_of_article_45_stop_a_licensing_clock():
    names = {each.code: each.name for each in LAW.suspensions["licensing"]}
    assert list(names.values()) == ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"]
    assert LAW.reasons(LAW.rule("LIC-08a", MONDAY)) == tuple(names)


@pytest.mark.rule("LIC-17", "LIC-07")
def test_nothing_stops_the_clock_of_the_one_time_notice():
    assert LAW.reasons(LAW.rule("LIC-07", MONDAY)) == ()
    assert LAW.rule("LIC-07", MONDAY).on_miss == "deemed_accepted_from_receipt"


@pytest.mark.rule("LIC-08")
def test_a_clock_names_the_rule_and_the_pack_it_was_computed_with():
    assert LAW.cite(LAW.rule("LIC-08a", MONDAY)) == "LIC-08a@2026.1"


@pytest.mark.rule("R-284")
def test_a_rule_is_refused_before_its_law_was_in_force():
    assert LAW.rule("PET-05", date(2022, 5, 1)).limit == Limit(60, Unit.DAY)
    with pytest.raises(Refused) as refused:
        LAW.rule("PET-05", date(2022, 4, 30))
    assert refused.value.reason == "not_in_force"


@pytest.mark.rule("R-284")
def test_an_amended_law_is_a_second_row_and_each_day_has_its_own():
    value = LAW.to_json()
    old = next(row for row in value["rules"] if row["id"] == "LIC-16")
    new = {**old, "limit": {"n": 7, "unit": "working_day"}, "effective_from": "2027-01-01"}
    amended = RulePack.from_json(
        {**value, "rules": [{**old, "effective_to": "2026-12-31"}, new], "version": "2027.1"}
    )
    assert amended.rule("LIC-16", date(2026, 12, 31)).limit.n == 10
    assert amended.rule("LIC-16", date(2027, 1, 1)).limit.n == 7
    with pytest.raises(AssertionError, match="two hold at once"):
        RulePack.from_json({**value, "rules": [old, new]})


@pytest.mark.rule("R-284")
def test_a_slip_of_the_pen_in_a_pack_is_found_at_once():
    row = {**LAW.to_json()["rules"][0], "on_mis": "deemed"}
    with pytest.raises(TypeError, match="on_mis"):
        RulePack.from_json({**LAW.to_json(), "rules": [row]})


def test_a_pack_reads_back_as_it_was_written():
    assert RulePack.from_json(json.loads(json.dumps(LAW.to_json()))) == LAW


# the hall's own figures


@pytest.mark.rule("R-284", "R-120")
def test_changing_the_reminder_in_one_hall_affects_only_that_hall_from_the_effect_date():
    local = hall_sets("reminder.days_before", 2, "H1")
    assert local.get("reminder.days_before", MAY - timedelta(1), hall="H1") == 3
    assert local.get("reminder.days_before", MAY, hall="H1") == 2
    assert local.get("reminder.days_before", MAY, hall="H2") == 3
    assert local.get("reminder.days_before", MAY) == 3


@pytest.mark.rule("R-284")
def test_an_items_value_wins_over_its_halls_and_its_halls_over_the_nations():
    key = "instant.target_minutes"
    item = SHIPPED.setting(
        key, 10, scope=Scope.ITEM, scope_id="I1", basis="item", effective_from=date(2026, 1, 1)
    )
    local = hall_sets(key, 20, "H1").with_rows([item])
    assert local.get(key, MAY, hall="H1", item="I1") == 10
    assert local.get(key, MAY, hall="H1", item="I2") == 20
    assert local.get(key, MAY, hall="H2", item="I2") == 30


@pytest.mark.rule("R-284")
def test_of_two_values_of_one_owner_the_one_that_began_last_holds():
    local = hall_sets("reminder.days_before", 2, "H1")
    later = local.setting(
        "reminder.days_before",
        5,
        scope=Scope.HALL,
        scope_id="H1",
        basis="summer",
        effective_from=date(2026, 7, 1),
        effective_to=date(2026, 8, 31),
    )
    local = local.with_rows([later])
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 31), date(2026, 9, 1)]
    assert [local.get("reminder.days_before", day, hall="H1") for day in days] == [2, 5, 5, 2]


@pytest.mark.rule("R-284")
@pytest.mark.parametrize(
    ("key", "value", "scope", "scope_id", "reason"),
    [
        ("no.such_key", 1, Scope.HALL, "H1", "no_such_parameter"),
        ("overdue.colour", "blue", Scope.HALL, "H1", "parameter_not_yours"),
        ("reminder.days_before", 2, Scope.HALL, "", "parameter_not_yours"),
        ("joint.min_units", 2, Scope.ITEM, "I1", "parameter_not_yours"),
        ("reminder.days_before", "two", Scope.HALL, "H1", "parameter_value"),
        ("reminder.days_before", -1, Scope.HALL, "H1", "parameter_value"),
        ("reminder.days_before", 2.5, Scope.HALL, "H1", "parameter_value"),
        ("reminder.days_before", True, Scope.HALL, "H1", "parameter_value"),
        ("reminder.days_before", 10_000, Scope.HALL, "H1", "parameter_value"),
        ("supplement.wait_days", 10**9, Scope.HALL, "H1", "parameter_value"),
        ("survey.period", 25, Scope.HALL, "H1", "parameter_value"),
        ("committed.reduction_vs_statutory", 1.01, Scope.HALL, "H1", "parameter_value"),
        ("committed.reduction_vs_statutory", float("inf"), Scope.HALL, "H1", "parameter_value"),
        ("committed.reduction_vs_statutory", float("nan"), Scope.HALL, "H1", "parameter_value"),
        ("committed.use_lower_bound", 1, Scope.HALL, "H1", "parameter_value"),
        ("sms.mode", "never", Scope.HALL, "H1", "parameter_choice"),
        ("intake.checks", 3, Scope.HALL, "H1", "parameter_choice"),
        ("sms.off", ["accepted", "ready"], Scope.HALL, "H1", "parameter_choice"),
        ("sms.off", ["accepted", ["returned"]], Scope.HALL, "H1", "parameter_choice"),
        ("sms.off", "accepted", Scope.HALL, "H1", "parameter_value"),
        ("sms.off", ["accepted"], Scope.ITEM, "I1", "parameter_not_yours"),
    ],
)
def test_a_value_is_refused_where_it_is_not_theirs_to_set_or_no_such_value(
    key, value, scope, scope_id, reason
):
    with pytest.raises(Refused) as refused:
        SHIPPED.setting(key, value, scope=scope, scope_id=scope_id, basis="x", effective_from=MAY)
    assert refused.value.reason == reason


@pytest.mark.rule("R-284")
def test_one_owner_has_one_value_from_a_day():
    twice = hall_sets("reminder.days_before", 2, "H1").rows[-1]
    with pytest.raises(Refused) as refused:
        SHIPPED.with_rows([twice, twice])
    assert refused.value.reason == "parameter_twice"


def test_a_key_nobody_wrote_down_is_a_bug_not_an_answer():
    with pytest.raises(KeyError):
        SHIPPED.get("reminder.weeks_before", MONDAY)
    with pytest.raises(Refused) as refused:
        SHIPPED.get("reminder.days_before", date(1999, 1, 1))
    assert refused.value.reason == "not_in_force"


@given(st.lists(st.tuples(st.sampled_from(["H1", "H2"]), st.integers(0, 9), st.dates(MONDAY)), max_size=8))
def test_no_halls_setting_ever_changes_another_halls_value(settings):
    settings = list({(hall, day): (hall, n, day) for hall, n, day in settings}.values())
    rows = [hall_sets("reminder.days_before", n, hall, first=day).rows[-1] for hall, n, day in settings]
    local = SHIPPED.with_rows(rows)
    alone = SHIPPED.with_rows([row for row in rows if row.scope_id == "H1"])
    for _, _, day in settings:
        assert local.get("reminder.days_before", day, hall="H1") == alone.get(
            "reminder.days_before", day, hall="H1"
        )
        assert local.get("reminder.days_before", day, hall="H3") == 3


@pytest.mark.rule("R-284")
def test_every_figure_of_the_requirements_is_a_parameter_with_its_shipped_value():
    figures = {
        "instant.target_minutes": 30,
        "instant.hard_limit": 0,
        "committed.default_min_days": 3,
        "committed.default_max_days": 5,
        "committed.reduction_vs_statutory": 0,
        "committed.use_lower_bound": False,
        "clock.count_weekends_holidays": False,
        "clock.acceptance_day_counts": False,
        "reminder.days_before": 3,
        "overdue.colour": "red",
        "joint.min_units": 3,
        "bundle.common_limit_days": 5,
        "bundle.former_limit_days": 28,
        "agency.investment_days": 20,
        "workflow_booking.max_minutes": 120,
        "booking.target_total_minutes": 30,
        "same_day.limit": 0,
        "complaint.simple": 1,
        "complaint.complex": 7,
        "complaint.complex_min_units": 2,
        "petition.reply_days": 3,
        "petition.leader_reply_days": 7,
        "opinion_box.open_per_day": 1,
        "opinion_box.feedback_days": 3,
        "opinion_box.improve_days": 7,
        "attendance.signin_before": "08:00",
        "hours.weekly": [["08:30", "11:30"], ["13:30", "17:00"]],
        "awards.red_flags_per_quarter": 8,
        "awards.business_models": 10,
        "awards.discipline_models": 10,
        "awards.stars_per_flag": 1,
        "assessment.month_points": 100,
        "assessment.weekly_comment": 1,
        "assessment.quarter_rating": 1,
        "head_onsite.days_per_quarter": 1,
        "catalogue.cleanup_period": 1,
        "survey.period": 1,
        "meeting.period": 1,
        "publication.case_figures_period": 1,
        "handover.papers_by": 0,
        "onetime.contents": ["materials", "procedure", "limit", "fee", "basis"],
        "disclosure.check_set": "union",
        "visits.goal_per_case": 1,
        "visits.alarm": 3,
        # defaults of single requirements, and the law's local defaults
        "preregistration.expiry_days": 30,
        "supplement.wait_days": 30,
        "supplement.reminder_days": 15,
        "objection.answer_days": 3,
        "case.idle_days": 2,
        "archive.within_days": 5,
        "sms.retries": 3,
        "sms.retry_within_hours": 2,
        "warning.escalate_hours": 4,
        "evaluation.contact_days": 1,
        "evaluation.cure_days": 5,
        "hotline.finish_days": 5,
        "hotline.extend_days": 5,
        "hotline.return_hours": 24,
        "logs.retention_months": 6,
        "sms.mode": "auto",
        "sms.off": [],
        "decision_place": "hall",
        "intake.checks": 1,
    }
    assert {key: SHIPPED.get(key, MONDAY) for key in figures} == figures
    assert all(row.basis and row.requirement and row.zh and row.en for row in SHIPPED.rows)


@pytest.mark.rule("R-118")
@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("reminder.days_before", Limit(3, Unit.WORKING_DAY)),
        ("agency.investment_days", Limit(20, Unit.WORKING_DAY)),
        ("petition.reply_days", Limit(3, Unit.DAY)),
        ("warning.escalate_hours", Limit(4, Unit.HOUR)),
        ("hotline.return_hours", Limit(24, Unit.CLOCK_HOUR)),
        ("instant.target_minutes", Limit(30, Unit.MINUTE)),
        ("meeting.period", Limit(7, Unit.DAY)),
        ("assessment.quarter_rating", Limit(3, Unit.MONTH)),
        ("catalogue.cleanup_period", Limit(12, Unit.MONTH)),
    ],
)
def test_each_parameter_that_counts_time_says_which_kind(key, limit):
    assert SHIPPED.row(key, MONDAY).counts_time
    assert SHIPPED.limit(key, MONDAY) == limit


@pytest.mark.rule("R-041")
def test_a_share_is_exact():
    shangqiu = hall_sets("committed.reduction_vs_statutory", 0.40, "shangqiu")
    assert shangqiu.share("committed.reduction_vs_statutory", MAY, hall="shangqiu") == Fraction(2, 5)


@pytest.mark.rule("R-118", "R-107", "R-112", "R-143")
@pytest.mark.parametrize(
    ("key", "due"),
    [
        ("reminder.days_before", "2026-03-11"),
        ("intake.warn_days", "2026-03-09"),
        ("objection.answer_days", "2026-03-11"),
        ("case.idle_days", "2026-03-10"),
        ("archive.within_days", "2026-03-13"),
        ("hotline.extend_days", "2026-03-13"),
        ("supplement.reminder_days", "2026-03-23"),  # rolled from Saturday
        ("meeting.period", "2026-03-13"),
        ("publication.case_figures_period", "2026-04-06"),
    ],
)
def test_what_is_counted_from_a_friday_ends_after_the_weekend(key, due):
    row = SHIPPED.row(key, MONDAY)
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=SHANGHAI)
    assert due_on(Clock(friday, row.limit, rolls=row.roll), WEEKDAYS, HOURS) == date.fromisoformat(due)

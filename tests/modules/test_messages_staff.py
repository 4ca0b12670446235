"""What staff are told: what has come to their desk, what is due, what went wrong; and who hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lives import CHEN, FANG, HALL, LIN, SUN, WINDOW, WU, ZHAO
from shelf import CODE
from told import ROAD, Told, open_told
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as lines
from yimen.modules.licensing import commands as licensing
from yimen.modules.messages import addressees, commands, queries
from yimen.modules.messages import matter as matters
from yimen.modules.messages.commands import escalate
from yimen.modules.messages.models import Message
from yimen.modules.messages.reactions import staff as reactions
from yimen.modules.messages.wording import Severity
from yimen.modules.messages.writing import opened
from yimen.rules.actors import NOBODY, Actor, Kind, Role
from yimen.rules.materials import Submitted

pytestmark = pytest.mark.django_db
APPLICATION = Submitted("application", original=True, copies=1, pages=1, stamped=True, content=True)


@pytest.fixture
def told(now: datetime) -> Told:
    return open_told(now)


def at(told: Told, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=told.now.tzinfo)


# what comes to a desk


@pytest.mark.rule("R-160")
def test_each_desk_is_told_as_its_turn_comes(told: Told) -> None:
    window, reviewer, decider = (
        told.desk("window-1", "window"),
        told.desk("streets", "reviewer"),
        told.desk("streets", "decider"),
    )
    digits = told.file()
    assert set(told.to_staff()) == {("new_case", window)}
    told.act("lin", digits, "accept")
    words = told.to_staff()
    assert set(words) == {("review", reviewer)}
    assert "转来办理：审查" in words["review", reviewer]
    told.act("zhao", digits, "finish_task", task=told.task(digits, "review"), result="agree", text="符合条件")
    assert set(told.to_staff()) == {("decide", decider)}
    told.act("qian", digits, "grant", text="准予占用")
    assert set(told.to_staff()) == {("issue", window)}
    told.act("lin", digits, "complete")
    assert told.to_staff() == {}


@pytest.mark.rule("R-160")
def test_nobody_is_told_of_what_lies_on_their_own_desk_by_their_own_act(told: Told) -> None:
    told.file(actor="lin")
    assert told.to_staff() == {}


@pytest.mark.rule("R-160", "LIC-07b")
def test_a_supplement_that_came_in_is_told_to_the_window(told: Told) -> None:
    digits = told.file(whole=False)
    told.act("lin", digits, "ask_supplement")
    told.new()
    me = Actor(Kind.PERSON, 1, roles=frozenset({Role.APPLICANT}), persons=persons(told, digits))
    licensing.supply(me, digits, (APPLICATION,), now=told.now)
    told.run()
    assert set(told.to_staff()) == {("supplied", told.desk("window-1", "window"))}
    more = replace(APPLICATION, copies=2)
    licensing.supply(me, digits, (more,), now=told.now)  # once more, while the window checks
    told.run()
    assert set(told.to_staff()) == {("supplied", told.desk("window-1", "window"))}


def persons(told: Told, digits: str) -> frozenset[int]:
    person = matters.matter(told.case_id(digits)).person
    assert person is not None
    return frozenset({person})


@pytest.mark.rule("R-082", "R-160")
def test_a_second_check_is_asked_of_the_department_and_comes_back_to_the_window(now: datetime) -> None:
    told = open_told(now, intake_checks=2)
    digits = told.file()
    told.new()
    told.act("lin", digits, "check")
    words = told.to_staff()
    assert set(words) == {("second_check", told.desk("streets", "reviewer"))}
    assert "2026年3月9日" in next(iter(words.values()))
    told.act("zhao", digits, "check")
    assert set(told.to_staff()) == {("checked", told.desk("window-1", "window"))}


@pytest.mark.rule("R-177", "R-160")
def test_whoever_is_handed_a_task_is_told_by_whom(told: Told) -> None:
    digits = told.accepted()
    told.new()
    told.act(
        "zhao", digits, "hand_over_task", task=told.task(digits, "review"), to=told.hall.town.staff["qian"]
    )
    words = told.to_staff()
    assert set(words) == {("handed_over", told.account("qian"))}
    assert words["handed_over", told.account("qian")].startswith("赵敏把“占用城市道路审批”")
    assert queries.unread_count(told.hall.actor("qian")) == queries.unread_count(told.hall.actor("zhao")) + 1


# what is due


@pytest.mark.rule("R-120")
def test_three_working_days_ahead_the_window_is_reminded_once_at_opening(told: Told) -> None:
    """Due on Friday the 13th, so on Tuesday the 10th: as the requirement's 18th and 15th of March 2016."""
    digits = told.accepted()
    told.new()
    told.walk(at(told, "2026-03-10 08:29"))
    assert told.new() == []
    told.walk(at(told, "2026-03-10 08:30"))
    words = told.to_staff()
    assert set(words) == {
        ("reminder", told.desk("window-1", "window")),
        ("reminder", told.desk("streets", "reviewer")),
    }
    assert "2026年3月13日" in words["reminder", told.desk("window-1", "window")]
    told.walk(at(told, "2026-03-13 17:00"))
    assert told.new() == []
    assert [each.event for each in queries.unread(told.hall.actor("lin"))] == ["reminder"]
    told.act("zhao", digits, "finish_task", task=told.task(digits, "review"), result="agree", text="符合条件")
    told.act("qian", digits, "grant", text="准予占用")
    told.act("lin", digits, "complete")
    assert queries.unread(told.hall.actor("lin")) == ()  # it stays until completion


@pytest.mark.rule("R-120")
def test_a_deadline_in_march_2016_is_reminded_of_as_the_city_did(now: datetime) -> None:
    then = now.replace(year=2016, month=3, day=7)
    entry = {"code": "云权-0009", "basis": "权力清单", "effective_from": "2014-01-01"}
    told = open_told(then, power_entry=entry)
    told.accepted()
    told.new()
    told.walk(at(told, "2016-03-18 17:00"))  # nine working days: due that day
    rows = [each for each in told.new() if each.addressee == told.desk("window-1", "window")]
    assert [(each.event, each.created_at) for each in rows] == [("reminder", at(told, "2016-03-15 08:30"))]


@pytest.mark.rule("R-120")
def test_a_limit_no_longer_than_the_reminder_is_reminded_of_at_acceptance(now: datetime) -> None:
    told = open_told(now, promised_limit={"n": 3, "unit": "working_day"})
    told.accepted()
    assert ("reminder", told.desk("window-1", "window")) in told.to_staff()


@pytest.mark.rule("R-120")
def test_what_was_finished_before_the_office_opened_is_not_reminded_of(told: Told) -> None:
    digits = told.decided()
    told.walk(at(told, "2026-03-10 07:00"))
    told.new()
    told.act("lin", digits, "complete")
    told.walk(at(told, "2026-03-10 12:00"))
    assert "reminder" not in {each.event for each in told.new()}


@pytest.mark.rule("R-121")
def test_the_signal_goes_to_window_department_director_and_supervisor_as_the_window_opens(told: Told) -> None:
    told.accepted()
    told.walk(at(told, "2026-03-16 08:29"))  # red since Saturday
    told.new()
    told.walk(at(told, "2026-03-16 08:30"))
    rows = [each for each in told.new() if each.event == "overdue"]
    assert {each.addressee for each in rows} == {
        told.desk("window-1", "window"),
        told.desk("streets", "reviewer"),
        told.desk("centre", "director"),
        told.desk("watch", "supervisor"),
    }
    assert {each.severity for each in rows} == {Severity.WARNING}
    by = {each.addressee: opened(each)["zh-hans"] for each in rows}
    assert "收件窗口：1号窗口；正在办理：云岫市城市管理局" in by[told.desk("watch", "supervisor")]


@pytest.mark.rule("R-121")
def test_what_was_finished_late_but_before_opening_is_told_to_those_who_lead_alone(told: Told) -> None:
    digits = told.decided()
    told.walk(at(told, "2026-03-16 07:00"))
    told.new()
    told.act("lin", digits, "complete")
    told.walk(at(told, "2026-03-16 17:00"))
    heard = {each.addressee for each in told.new() if each.event == "overdue"}
    assert heard == {told.desk("centre", "director"), told.desk("watch", "supervisor")}


@pytest.mark.rule("R-120", "LIC-17")
def test_a_case_whose_clock_rests_is_not_reminded_of(told: Told) -> None:
    digits = told.accepted()
    told.walk(at(told, "2026-03-10 07:00"))
    told.new()
    needed = {"n": 5, "unit": "working_day"}
    told.act("zhao", digits, "suspend", reason="hearing", needed=needed, text="需听证")
    told.walk(at(told, "2026-03-10 12:00"))
    assert "reminder" not in {each.event for each in told.new()}


@pytest.mark.rule("R-121", "R-125")
def test_those_who_lead_hear_by_name_who_has_it(told: Told) -> None:
    digits = told.accepted()
    told.act("zhao", digits, "take_task", task=told.task(digits, "review"))
    told.walk(at(told, "2026-03-16 08:30"))
    words = told.to_staff()
    assert "正在办理：赵敏" in words["overdue", told.desk("centre", "director")]
    assert ("overdue", told.account("zhao")) in words
    told.walk(timedelta(days=1))
    told_on = [opened(each)["zh-hans"] for each in told.new() if each.event == "unread"]
    assert any("发给赵敏后 4 个工作小时仍没有人看" in text for text in told_on)


@pytest.mark.rule("R-160")
def test_a_warning_nobody_reads_comes_back_and_goes_to_the_director_after_four_office_hours(
    told: Told,
) -> None:
    told.accepted()
    told.walk(at(told, "2026-03-16 08:30"))
    lin, director = told.hall.actor("lin"), told.hall.actor("director")
    assert [each.event for each in queries.unread(lin)] == ["overdue", "reminder"]
    assert [each.event for each in queries.unread(lin)] == ["overdue", "reminder"]  # at every sign-in
    told.walk(at(told, "2026-03-16 14:29"))  # 08:30–11:30 and 13:30–14:29
    assert [each.event for each in queries.unread(director)] == ["overdue"]
    commands.mark_read(
        told.hall.actor("zhao"), [each.id for each in queries.unread(told.hall.actor("zhao"))], now=told.now
    )
    told.walk(at(told, "2026-03-16 14:30"))
    first, *rest = queries.unread(director)
    assert first.event == "unread"
    assert "发给1号窗口后 4 个工作小时仍没有人看" in first.text
    assert first.severity is Severity.ALARM
    assert [each.event for each in rest] == ["overdue"]  # the department's was read: nothing about it


@pytest.mark.rule("R-160")
def test_a_warning_that_was_read_or_whose_work_is_done_goes_no_further(told: Told) -> None:
    one, other = told.accepted(), told.decided()
    told.walk(at(told, "2026-03-16 08:40"))
    lin = told.hall.actor("lin")
    ids = [each.id for each in queries.unread(lin) if each.digits == one]
    commands.mark_read(lin, ids, now=told.now)
    commands.mark_read(
        told.hall.actor("zhao"), [each.id for each in queries.unread(told.hall.actor("zhao"))], now=told.now
    )
    told.act("lin", other, "complete")
    told.walk(at(told, "2026-03-16 17:00"))
    assert "unread" not in {each.event for each in told.new()}
    assert {each.event for each in queries.unread(told.hall.actor("supervisor"))} == {
        "overdue"
    }  # theirs stays


@pytest.mark.rule("CLK-06", "LIC-27", "R-121")
def test_passing_the_statutory_date_alarms_those_who_lead(told: Told) -> None:
    told.accepted()
    told.walk(at(told, "2026-03-31 08:31"))  # twenty working days end on the 30th
    rows = [each for each in told.new() if each.event == "statutory_overdue"]
    assert {each.addressee for each in rows} == {
        told.desk("centre", "director"),
        told.desk("watch", "supervisor"),
    }
    assert {each.severity for each in rows} == {Severity.ALARM}
    assert "法定期限 2026年3月30日" in opened(rows[0])["zh-hans"]


@pytest.mark.rule("R-125")
def test_an_overdue_step_names_the_step_and_the_person(now: datetime) -> None:
    step = {"key": "look", "name": "现场踏勘", "kind": "review", "limit": {"n": 2, "unit": "working_day"}}
    told = open_told(now, flow={"stages": [{"name": "审查", "tasks": [step]}]})
    digits = told.accepted()
    told.act("zhao", digits, "take_task", task=told.task(digits, "review"))
    told.new()
    told.walk(at(told, "2026-03-04 12:00"))
    assert set(told.to_staff()) == {("task_reminder", told.account("zhao"))}
    told.walk(at(told, "2026-03-05 12:00"))
    words = told.to_staff()
    assert set(words) == {
        ("task_overdue", told.account("zhao")),
        ("task_overdue", told.desk("centre", "director")),
        ("task_overdue", told.desk("watch", "supervisor")),
    }
    assert "现场踏勘限 2026年3月4日 完成" in words["task_overdue", told.desk("watch", "supervisor")]
    assert "责任人：赵敏" in words["task_overdue", told.desk("watch", "supervisor")]


@pytest.mark.rule("R-143")
def test_late_archiving_is_the_windows_own_matter(told: Told) -> None:
    digits = told.completed()
    told.act("lin", digits, "deliver", way="pickup", to="applicant", receiver="王小明", identity_checked=True)
    told.new()
    told.walk(timedelta(days=10))
    assert set(told.to_staff()) == {
        ("task_reminder", told.desk("window-1", "window")),
        ("task_overdue", told.desk("window-1", "window")),
    }


# what went wrong


@pytest.mark.rule("LIC-27", "LIC-32", "R-160")
def test_a_second_demand_alarms_director_and_supervisor_and_names_who_made_it(told: Told) -> None:
    digits = told.file(whole=False)
    told.act("lin", digits, "ask_supplement")
    me = Actor(Kind.PERSON, 1, roles=frozenset({Role.APPLICANT}), persons=persons(told, digits))
    licensing.supply(me, digits, (APPLICATION,), now=told.now)
    told.act("director", digits, "allow_demand", reason="确有必要")
    told.new()
    told.act("lin", digits, "ask_supplement", extra=[{"field": "road", "text": "路名不完整"}])
    words = told.to_staff()
    assert set(words) == {
        ("breach", told.desk("centre", "director")),
        ("breach", told.desk("watch", "supervisor")),
    }
    assert words["breach", told.desk("watch", "supervisor")].startswith("林晓再次要求")


@pytest.mark.rule("R-160")
def test_a_paper_that_cannot_be_drawn_is_told_to_the_window_and_the_operators(
    told: Told, monkeypatch
) -> None:
    from yimen.modules.papers import printing

    def broken(*_: object) -> bytes:
        raise OSError("the press is broken")

    monkeypatch.setattr(printing, "printed_row", broken)
    digits = told.hall.file(CODE, form=ROAD)
    for _ in range(8):
        while ledger.run_next(told.now):
            pass
        told.hall.now += timedelta(hours=1)
    told.new()
    commands.tell_troubled(told.now)
    words = told.to_staff()
    assert set(words) == {
        ("not_drawn", told.desk("window-1", "window")),
        ("gave_up", told.desk("office", "operator")),
    }
    assert "the press is broken" in words["gave_up", told.desk("office", "operator")]
    assert str(digits)[:6] in words["not_drawn", told.desk("window-1", "window")]
    commands.tell_troubled(told.now)
    assert told.new() == []


@pytest.mark.rule("R-160")
def test_operators_are_told_as_soon_as_a_to_do_is_given_up_and_once(told: Told, monkeypatch) -> None:
    from yimen.modules.papers import printing

    def broken(*_: object) -> bytes:
        raise OSError("the press is broken")

    monkeypatch.setattr(printing, "printed_row", broken)
    ledger.keep_timetable(told.now)
    told.hall.file(CODE, form=ROAD)
    told.new()
    while not (heard := told.to_staff()) or ("gave_up", told.desk("office", "operator")) not in heard:
        assert told.now < at(told, "2026-03-02 12:00"), "nobody was told"
        told.hall.now = max(told.now, ledger.next_due() or told.now)
        while ledger.run_next(told.now):
            pass
    assert len(lines.troubled()) == 1
    told.hall.now = at(told, "2026-03-03 08:00")
    while ledger.run_next(told.now):
        pass
    assert Message.objects.filter(event="gave_up").count() == 1


# who hears


def test_a_clerk_reads_for_their_window_a_hall_desk_for_all_windows_of_the_hall() -> None:
    assert addressees.read_by(LIN) == ["account:1", f"desk:{WINDOW}:window"]
    at_the_hall = replace(LIN, unit=HALL)
    assert addressees.read_by(at_the_hall) == ["account:1", f"desk:{HALL}:window", f"desk:{WINDOW}:window"]
    assert addressees.read_by(ZHAO) == ["account:3", "desk:20:reviewer"]
    assert addressees.read_by(CHEN) == ["account:5", "desk:20:reviewer", "desk:20:decider"]
    assert addressees.read_by(FANG) == ["account:6", f"desk:{HALL}:director"]
    assert addressees.read_by(WU) == ["account:7", "desk:0:supervisor"]
    assert addressees.read_by(SUN) == ["person:501"]
    assert addressees.read_by(NOBODY) == []


def test_a_township_without_a_director_answers_to_the_citys(told: Told) -> None:
    from yimen.modules.messages.places import places

    tree = places("")
    assert tree.director(told.hall.town.unit["window-t"]) == [told.desk("centre", "director")]
    assert tree.supervisors("990100101201") == [told.desk("watch", "supervisor")]
    assert tree.supervisors("450000") == []


@pytest.mark.rule("R-203")
def test_of_a_guarded_case_nobody_hears_but_those_it_was_given_to(told: Told, monkeypatch) -> None:
    digits = told.accepted()
    told.act("zhao", digits, "take_task", task=told.task(digits, "review"))
    told.new()
    read = matters.matter
    for module in (reactions, escalate):
        monkeypatch.setattr(module, "matter", lambda id_: replace(read(id_), guarded=True))
    told.walk(at(told, "2026-03-16 17:00"))
    heard = {each.addressee for each in told.new()}
    assert heard == {told.account("zhao")}


def test_messages_of_one_window_are_not_the_others(told: Told) -> None:
    told.file()
    row = Message.objects.get(event="new_case")
    assert row.addressee == told.desk("window-1", "window")
    assert queries.unread_count(told.hall.actor("mei")) == 0
    assert queries.unread_count(told.hall.actor("li")) == 0

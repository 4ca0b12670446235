"""What applicants are told, in words people understand, and how everybody reads theirs."""

from __future__ import annotations

import ast
import re
from datetime import date, datetime, timedelta
from string import Formatter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

import shelf
from hall import IDENTITY, PHONE
from lives import ZHAO
from source import SOURCE, nodes, python
from told import Told, open_told
from yimen.base.packs import shipped_parameters
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing import queries as dossiers
from yimen.modules.messages import commands, queries, reactions
from yimen.modules.messages.models import Message, State
from yimen.modules.messages.wishes import ALWAYS_TOLD, OFF
from yimen.modules.messages.wording import CLOCKS, TASKS, WORDINGS, Audience, Both, Severity, render
from yimen.modules.messages.writing import opened
from yimen.modules.people import queries as people
from yimen.modules.workdays import commands as workdays
from yimen.rules.actors import NOBODY, Actor, Kind, Role
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber
from yimen.rules.workdays import CalendarDay

pytestmark = pytest.mark.django_db
WHOLE = (Submitted("application", original=True, copies=1, pages=1, stamped=True, content=True),)


@pytest.fixture
def told(now: datetime) -> Told:
    return open_told(now)


def applicant(told: Told, phone: str = PHONE) -> Actor:
    persons = frozenset(people.person_ids(phone))
    return Actor(Kind.PERSON, 1, roles=frozenset({Role.APPLICANT}), persons=persons)


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


# the table of words


@pytest.mark.rule("R-159")
@pytest.mark.parametrize("key", WORDINGS, ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_message_says_the_same_in_both_languages(key: tuple[Audience, str]) -> None:
    words = WORDINGS[key]
    named = {name for _, name, _, _ in Formatter().parse(words.zh) if name}
    assert named == {name for _, name, _, _ in Formatter().parse(words.en) if name}
    assert not re.search(r"[\u4e00-\u9fff]", words.en)
    assert words.zh.endswith(("。", "{ask}", "{told}"))


@pytest.mark.rule("R-159")
def test_every_message_is_somebodys_and_every_event_has_its_words() -> None:
    """Each event stands as a word in the code that tells it: by itself, or as the kind of a task."""
    written = {
        node.value
        for path in python(SOURCE / "modules" / "messages")
        if path.name != "wording.py"
        for node in nodes(path, ast.Constant)
        if isinstance(node.value, str)
    }
    assert {event for _, event in WORDINGS} <= written | set(TASKS)
    assert set(reactions.OWED) | {"promised", "intake"} <= set(CLOCKS) | {"promise"}


@pytest.mark.rule("R-159", "R-157")
def test_a_hall_may_switch_off_whatever_an_applicant_is_told_but_that_it_is_completed() -> None:
    told = {event for audience, event in WORDINGS if audience is Audience.APPLICANT}
    assert set(ALWAYS_TOLD) < told
    offered = shipped_parameters().row(OFF, date(2026, 3, 2)).choices
    assert sorted(offered) == sorted(told - set(ALWAYS_TOLD))


@pytest.mark.rule("R-285", "R-159")
def test_a_text_is_short_names_nobody_and_shows_no_number_of_identity(told: Told) -> None:
    digits = told.completed()
    told.act("lin", digits, "deliver", way="pickup", to="applicant", receiver="王小明", identity_checked=True)
    for words in told.words():
        assert "王小明" not in words
        assert IDENTITY not in words
        assert PHONE not in words
    texts = [opened(each)["sms"] for each in Message.objects.filter(channel="sms")]
    assert texts
    assert all(text.startswith("【云岫市政务服务中心】") and len(text) <= 200 for text in texts)


@pytest.mark.rule("R-285")
def test_words_and_telephones_are_sealed_at_rest(told: Told) -> None:
    told.file()
    row = Message.objects.get(event="registered")
    stored = bytes(row.text or b"") + bytes(row.phone or b"")
    assert PHONE.encode() not in stored
    assert "明德路".encode() not in stored
    assert "占用".encode() not in stored


# from filing to acceptance


@pytest.mark.rule("R-159", "R-078")
def test_what_came_in_is_confirmed_with_its_number_and_how_to_ask(told: Told) -> None:
    digits = told.file()
    words = told.to_applicant()["registered"]
    assert str(CaseNumber.parse(digits)) in words
    assert "“占用城市道路审批”" in words
    assert "2026年3月9日" in words  # five working days from Monday the 2nd
    assert "查询码" in words
    assert "0990-8812345" in words


@pytest.mark.rule("R-126", "R-159")
def test_the_date_in_the_message_is_that_of_the_notice_and_of_the_page(told: Told) -> None:
    digits = told.accepted()
    words = told.to_applicant()["accepted"]
    shown = dossiers.progress(digits, None, now=told.now).due_on
    assert shown is not None
    assert day(shown) in words
    assert told.paper(digits, "accepted_on")["due_on"] == shown.isoformat()


@pytest.mark.rule("R-102")
def test_an_instant_matter_at_the_counter_is_told_only_its_result(told: Told, now: datetime) -> None:
    shelf.put(now, "YX-CG-02", track="instant", promised_limit={"n": 0, "unit": "working_day"}, flow=None)
    digits = told.file(item="YX-CG-02", actor="lin")
    told.act("lin", digits, "accept")
    assert told.to_applicant() == {}
    assert told.to_staff() == {}  # it lies on the clerk's own desk
    told.file(item="YX-CG-02")
    assert set(told.to_applicant()) == {"registered"}  # online nobody stands there


@pytest.mark.rule("LIC-07", "R-159")
def test_a_supplement_is_told_with_how_many_pieces_and_until_when(told: Told) -> None:
    digits = told.file(whole=False)
    told.act("lin", digits, "ask_supplement")
    words = told.to_applicant()["supplement"]
    assert "还需补正 1 项" in words
    assert "2026年4月1日" in words  # thirty days
    assert "云岫市政务服务中心1号窗口（云岫市明德路1号）" in words
    licensing.supply(applicant(told), digits, WHOLE, now=told.now)
    told.run()
    assert "最迟 2026年3月9日 答复" in told.to_applicant()["supplied"]


@pytest.mark.rule("R-107", "R-159")
def test_an_open_supplement_is_reminded_of_halfway_and_its_end_told_as_the_office_opens(told: Told) -> None:
    digits = told.file(whole=False)
    told.act("lin", digits, "ask_supplement")
    told.to_applicant()
    told.walk(timedelta(days=40))
    rows = {each.event: each for each in told.new() if each.addressee.startswith("person:")}
    assert set(rows) == {"supplement_due", "closed"}
    assert "2026年4月1日" in opened(rows["supplement_due"])["zh-hans"]
    assert all(
        each.created_at.astimezone(told.now.tzinfo).time().isoformat() == "08:30:00" for each in rows.values()
    )
    assert dossiers.progress(digits, None, now=told.now).state == "closed_by_applicant"


@pytest.mark.rule("R-107")
def test_whoever_has_supplied_is_not_reminded_any_more(told: Told) -> None:
    digits = told.file(whole=False)
    told.act("lin", digits, "ask_supplement")
    told.walk(
        datetime(2026, 3, 17, 1, 0, tzinfo=told.now.tzinfo)
    )  # the light has turned, the office is closed
    licensing.supply(applicant(told), digits, WHOLE, now=told.now)
    told.walk(timedelta(hours=10))
    assert "supplement_due" not in {each.event for each in told.new()}


@pytest.mark.rule("LIC-30", "LIC-07", "LIC-27", "R-160")
def test_a_deemed_acceptance_is_told_with_an_apology_and_alarms_those_who_lead(told: Told) -> None:
    told.file()
    told.new()
    told.walk(datetime(2026, 3, 10, 8, 29, tzinfo=told.now.tzinfo))
    assert "deemed" not in {each.event for each in told.new()}  # accepted at midnight, told at opening
    told.walk(timedelta(minutes=2))
    rows = told.new()
    words = {each.addressee: opened(each)["zh-hans"] for each in rows if each.event == "deemed"}
    mine = words.pop(next(each for each in words if each.startswith("person:")))
    assert set(words) == {
        told.desk("window-1", "window"),
        told.desk("centre", "director"),
        told.desk("watch", "supervisor"),
    }
    assert "自 2026年3月2日 起视为受理" in mine
    assert "2026年3月13日" in mine  # nine working days from receipt
    severities = {each.addressee: each.severity for each in rows if each.event == "deemed"}
    assert severities[told.desk("watch", "supervisor")] == Severity.ALARM


@pytest.mark.rule("LIC-04", "LIC-05", "R-159")
@pytest.mark.parametrize(
    ("facts", "event", "paper"),
    [
        ({"why": "out_of_remit", "competent": "云岫市交通运输局"}, "out_of_remit", "《不予受理决定书》"),
        ({"why": "no_approval_needed"}, "not_needed", "《不受理告知书》"),
    ],
)
def test_not_being_accepted_is_told_with_the_paper_that_says_why(told: Told, facts, event, paper) -> None:
    told.act("lin", told.file(), "decline", text="不属于本机关职权", **facts)
    assert paper in told.to_applicant()[event]


@pytest.mark.rule("R-106", "R-159")
def test_a_return_is_told(told: Told) -> None:
    told.act(
        "lin", told.file(), "return",
        ground="against_policy", legal="out_of_remit", competent="云岫市交通运输局", text="不符合规划",
    )  # fmt: skip
    assert "《退回件通知书》" in told.to_applicant()["returned"]


@pytest.mark.rule("R-098")
def test_a_withdrawal_is_confirmed(told: Told) -> None:
    told.act("lin", told.accepted(), "withdraw", text="不再需要")
    assert "您已撤回“占用城市道路审批”的申请" in told.to_applicant()["withdrawn"]


@pytest.mark.rule("R-079", "R-159")
def test_a_pre_registration_is_told_its_last_day_is_reminded_and_lapses(now: datetime) -> None:
    told = open_told(now, online="pre_registration")
    told.file()
    assert "最迟 2026年4月1日 带材料原件" in told.to_applicant()["pre_registered"]
    told.walk(timedelta(days=35))
    words = told.to_applicant()
    assert set(words) == {"come_soon", "expired"}
    assert "2026年4月1日" in words["come_soon"]


# while it is handled


@pytest.mark.rule("LIC-17", "R-159")
def test_a_special_procedure_is_told_with_how_long_and_its_end_with_the_new_date(told: Told) -> None:
    digits = told.accepted()
    told.new()
    told.act(
        "zhao",
        digits,
        "suspend",
        reason="expert_review",
        needed={"n": 10, "unit": "working_day"},
        text="需专家评审",
    )
    words = told.to_applicant()["special"]
    assert "专家评审" in words
    assert "10 个工作日" in words
    told.walk(timedelta(days=7))
    told.act("zhao", digits, "resume", task=told.task(digits, "special"))
    words = told.to_applicant()["resumed"]
    due = dossiers.progress(digits, None, now=told.now).due_on
    assert due == date(2026, 3, 20)  # five working days later than the 13th
    assert day(due) in words


@pytest.mark.rule("LIC-17")
def test_while_another_special_procedure_lasts_no_date_is_told(told: Told) -> None:
    digits = told.accepted()
    needed = {"n": 10, "unit": "working_day"}
    told.act("zhao", digits, "suspend", reason="expert_review", needed=needed, text="需专家评审")
    first = told.task(digits, "special")
    told.act("zhao", digits, "suspend", reason="hearing", needed=needed, text="需听证")
    told.walk(timedelta(days=1))
    told.act("zhao", digits, "resume", task=first)
    assert "resumed" not in {each.event for each in told.new()}


@pytest.mark.rule("LIC-08", "R-123", "R-159")
def test_an_extension_is_told_with_the_date_of_its_notice(now: datetime) -> None:
    told = open_told(now, extension=10)
    digits = told.accepted()
    told.new()
    told.act(
        "qian", digits, "extend", text="情况复杂", approved_by="局长 高远", approval_no="云城管延〔2026〕1号"
    )
    words = told.to_applicant()["extended"]
    assert day(date.fromisoformat(told.paper(digits, "new_due_on")["new_due_on"])) in words
    assert "延长 10 个工作日" in words
    assert "云岫市城市管理局负责人" in words


@pytest.mark.rule("CLK-08", "R-126", "R-159")
def test_a_date_that_moves_with_the_calendar_is_told(told: Told) -> None:
    digits = told.accepted()
    told.new()
    off = CalendarDay(date(2026, 3, 11), works=False, name="台风停工", notice="云政发〔2026〕8号")
    workdays.amend(told.hall.actor("clerk-of-office"), "CN", [off], notice="云政发〔2026〕8号", now=told.now)
    told.run()
    words = told.to_applicant()["date_changed"]
    due = dossiers.progress(digits, None, now=told.now).due_on
    assert due == date(2026, 3, 16)
    assert f"承诺办结日期改为 {day(due)}" in words


@pytest.mark.rule("R-107", "R-159")
def test_a_promised_document_is_reminded_of(now: datetime) -> None:
    more = [
        {"no": 1, "code": "application", "name": "申请表", "class": "main"},
        {"no": 2, "code": "plan", "name": "平面图", "class": "non_main", "tolerates_promise": True},
    ]
    told = open_told(now, materials=more, accepts_promise=True)
    told.accepted(submitted=(*WHOLE, Submitted("plan", promise=True)))
    told.new()
    told.walk(timedelta(days=20))
    rows = told.new()
    words = {each.event: opened(each)["zh-hans"] for each in rows if each.addressee.startswith("person:")}
    assert "2026年3月16日" in words["promise_due"]
    assert ("task_overdue", told.desk("window-1", "window")) in {
        (each.event, each.addressee) for each in rows
    }


# the result


@pytest.mark.rule("R-154", "R-157")
def test_what_is_ready_is_told_with_item_result_place_hours_and_papers_to_bring(told: Told) -> None:
    told.completed()
    words = told.to_applicant()["ready"]
    assert "“占用城市道路审批”" in words
    assert "《占用城市道路许可证》" in words
    assert "云岫市政务服务中心1号窗口（云岫市明德路1号）" in words
    assert "周一至周五 08:30–11:30、13:30–17:00" in words
    assert "本人身份证" in words
    assert "授权委托书" in words


@pytest.mark.rule("R-154")
def test_a_company_is_told_what_companies_bring(told: Told) -> None:
    told.completed(kind="organisation", name="云岫百货有限公司", id_number="91350100M000100Y43")
    assert "营业执照" in told.to_applicant()["ready"]


@pytest.mark.rule("LIC-13", "R-157")
def test_a_refusal_is_told_with_the_ways_to_have_it_reviewed(told: Told) -> None:
    told.completed("refuse")
    words = told.to_applicant()
    assert "复议" in words["refused"]
    assert "ready" not in words


@pytest.mark.rule("R-152", "R-154")
def test_where_results_are_posted_nobody_is_asked_to_come(told: Told) -> None:
    told.set("delivery.mode", "post")
    digits = told.completed()
    assert "不用到场" in told.to_applicant()["ready_by_post"]
    told.act(
        "lin", digits, "deliver", way="post", carrier="EMS", tracking_no="EA123456789CN", receiver="王小明"
    )
    assert "EMS寄出，单号 EA123456789CN" in told.to_applicant()["posted"]


@pytest.mark.rule("R-153")
def test_whoever_sent_somebody_hears_that_they_came(told: Told) -> None:
    digits = told.completed()
    told.new()
    told.act("lin", digits, "deliver", way="pickup", to="proxy", receiver="李强", identity_checked=True,
             proxy_letter="委托书", relation="同事")  # fmt: skip
    assert "马上与我们联系" in told.to_applicant()["collected"]


# reading


@pytest.mark.rule("R-159", "R-160")
def test_everybody_reads_their_own_in_the_language_of_the_page(told: Told) -> None:
    told.accepted()
    me = applicant(told)
    page = queries.inbox(me)
    assert [each.event for each in page.results] == ["accepted", "registered"]
    with override("en"):
        assert (
            queries.inbox(me)
            .results[0]
            .text.startswith("Your application for “Permit to occupy a city road”")
        )
    assert queries.inbox(NOBODY).results == ()
    assert queries.inbox(ZHAO).results == ()
    assert queries.inbox(applicant(told, "13900000000")).results == ()


@pytest.mark.rule("R-160")
def test_a_list_is_turned_page_by_page_without_a_gap(told: Told) -> None:
    for _ in range(3):
        told.accepted()
    clerk = told.hall.actor("lin")
    whole = queries.inbox(clerk, size=100).results
    shown, after = [], None
    while True:
        page = queries.inbox(clerk, after, size=2)
        shown += page.results
        after = page.next
        if after is None:
            break
    assert [each.id for each in shown] == [each.id for each in whole]
    assert len(shown) == 3


@pytest.mark.rule("R-160")
def test_reading_costs_one_statement_each(told: Told) -> None:
    digits = told.accepted()
    clerk = told.hall.actor("lin")
    id_ = told.case_id(digits)
    for read in (
        lambda: queries.inbox(clerk),
        lambda: queries.unread(clerk),
        lambda: queries.unread_count(clerk),
        lambda: queries.of_case(id_),
        lambda: queries.told(clerk, id_),
        queries.outbox,
        queries.sms_state,
    ):
        with CaptureQueriesContext(connection) as asked:
            read()
        assert len(asked) == 1


@pytest.mark.rule("R-160")
def test_reading_for_a_desk_is_reading_for_all_who_sit_there_and_only_for_them(told: Told) -> None:
    told.accepted()
    lin, mei, zhao, qian = (told.hall.actor(name) for name in ("lin", "mei", "zhao", "qian"))
    mine = [each.id for each in queries.inbox(lin).results]
    assert queries.unread_count(lin) == len(mine) == 1
    assert queries.unread_count(mei) == 0  # at another window
    assert commands.mark_read(mei, mine, now=told.now) == 0
    assert commands.mark_read(lin, mine, now=told.now) == 1
    assert commands.mark_read(lin, mine, now=told.now) == 0
    assert queries.unread_count(lin) == 0
    assert queries.inbox(lin).results[0].read_at == told.now
    assert queries.unread_count(zhao) == queries.unread_count(qian) == 1
    commands.mark_read(zhao, [each.id for each in queries.inbox(zhao).results], now=told.now)
    assert queries.unread_count(qian) == 0


@pytest.mark.rule("R-159")
def test_a_case_shows_every_message_with_content_time_and_state(told: Told) -> None:
    digits = told.accepted()
    id_ = told.case_id(digits)
    rows = queries.of_case(id_)
    assert [each.event for each in rows] == ["registered", "new_case", "accepted", "review"]
    assert all(each.text and each.created_at == told.now for each in rows)
    assert [each.event for each in queries.told(applicant(told), id_)] == ["registered", "accepted"]
    assert [each.event for each in queries.told(told.hall.actor("zhao"), id_)] == ["review"]
    assert [each.state for each in rows] == [State.QUEUED, State.DELIVERED, State.QUEUED, State.DELIVERED]


def test_a_reaction_that_runs_again_writes_nothing_twice(told: Told) -> None:
    digits = told.accepted()
    before = Message.objects.count()
    for line in told.lines(digits):
        if line.act == "accept":
            reactions.tell_accepted(line, told.now)
            reactions.tell_desks(line, told.now)
    told.run()
    assert Message.objects.count() == before


def test_a_reaction_reads_its_case_in_one_statement(told: Told) -> None:
    digits = told.accepted()
    accepted = next(each for each in told.lines(digits) if each.act == "accept")
    with CaptureQueriesContext(connection) as asked:
        reactions.tell_accepted(accepted, told.now)
    of_cases = [each["sql"] for each in asked if "cases_case" in each["sql"]]
    assert len(of_cases) == 1
    assert len(asked) <= 4  # the case, the person, the message, its to-do


def test_facts_are_said_in_the_language_of_the_sentence() -> None:
    both = render(
        Audience.DESK,
        "reminder",
        {"item": Both("占道", "Road"), "number": "1", "what": CLOCKS["promised"], "due_on": date(2026, 3, 9)},
    )
    assert both["zh-hans"] == "“占道”（编号 1）的承诺办结日期为 2026年3月9日，快到期了，请抓紧办理。"
    assert both["en"] == "“Road” (1): the promised date is 9 March 2026. Please see to it."


def test_what_people_wrote_is_no_part_of_the_sentence() -> None:
    """Braces in a name are said as they are."""
    both = render(Audience.DESK, "phone", {"why": "x", "told": "{item} {0}"})
    assert both["zh-hans"].endswith("{item} {0}")

"""A case beside its dossier, and every act a department may do with it: each once well, and each of its refusals."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import shelf
from counter import BANNER
from section import Section, leaflet, picture
from town import SETUP
from yimen.base.uploads import FileKind
from yimen.desks.department.acts import ACTS
from yimen.modules.cases import commands as cases
from yimen.modules.people import commands as people

OPINION = {"form.result": "agree", "form.text": "位置符合规划。"}
RECORD = {
    **OPINION,
    "form.on": "2026-03-02",
    "form.place": "滨河路18号楼顶",
    "form.participants": "赵敏\n周山",
    "form.text": "净高六米二。",
}
REST = {"form.reason": "hearing", "form.n": "5", "form.unit": "working_day", "form.text": "申请人要求听证。"}
LONGER = {
    "form.approved_by": "局长 高远",
    "form.approval_no": "云城管批〔2026〕3号",
    "form.text": "需补充结构检测。",
}


def page(number: str) -> str:
    return reverse("department:case", args=[number])


def post(client: Client, number: str, act: str, **told: Any) -> HttpResponse:
    return client.post(reverse("department:act", args=[number, act]), told)


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def state(section: Section, number: str, who: str = "zhao") -> str:
    return section.view(number, who).card.state


# -- the page ----


@pytest.mark.rule("R-110", "R-163", "R-125", "R-126")
def test_a_case_is_shown_beside_all_it_rests_on(section: Section) -> None:
    number = section.reviewed()
    section.counter.act("zhao", number, "note", text="申请人下周三可以到场。")
    section.take(number, "zhou")
    response = section.counter.client("zhou").get(page(number))
    shown = words(response)
    for each in (
        "Asked of you",
        "现场踏勘",  # what is asked, by the item's own name
        "王**",
        "林晓",  # who accepted it
        "1号窗口",  # the first contact
        "云岫市城市管理局",
        "12 March 2026",  # the promised day
        "位置符合规划，标注齐全。",  # a colleague's opinion
        "申请人下周三可以到场。",
        "文津路18号",  # an answer of the form
        "Promised limit",
        "Statutory limit",
        "on paper: original seen",
        "not asked for in this matter",
    ):
        assert each in shown, each
    assert "王小明" not in shown
    assert "13812345678" not in shown
    html = response.content.decode()
    assert f'<iframe class="ym-viewer-page" src="/cases/{number}/materials/1/' in html
    assert "ym-day-due" in html  # the sheet why this date


def test_another_file_is_shown_by_htmx_or_without(section: Section) -> None:
    number, client = section.accepted(), section.counter.client("zhao")
    whole = client.get(f"{page(number)}?show=m2").content.decode()
    assert f'<img src="/cases/{number}/materials/2/"' in whole
    headers = {"hx-request": "true", "hx-target": "shelf"}
    part = client.get(f"{page(number)}?show=m2", headers=headers).content.decode()
    assert f'<img src="/cases/{number}/materials/2/"' in part
    assert "<html" not in part
    assert client.get(f"{page(number)}?show=none-such").status_code == 200


def test_the_page_costs_eleven_statements_and_a_part_of_it_eight(
    section: Section, django_assert_num_queries: Any
) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    with django_assert_num_queries(11):
        client.get(page(number))
    with django_assert_num_queries(8):
        client.get(page(number), headers={"hx-request": "true", "hx-target": "work"})


@pytest.mark.rule("R-162")
@pytest.mark.parametrize("who", ["wu", "lin", "li", "supervisor", "director"])
def test_to_others_no_case_of_the_department_is_there_at_any_address(section: Section, who: str) -> None:
    number, client = section.taken(), section.counter.client(who)
    before = section.lines(number)
    assert client.get(page(number)).status_code == 404
    for act in ("take_task", *ACTS):
        assert post(client, number, act, **OPINION, task="3").status_code == 404, act
    assert section.lines(number) == before


def test_an_act_that_is_none_is_not_there(section: Section) -> None:
    client = section.counter.client("zhao")
    assert post(client, section.taken(), "accept").status_code == 404
    assert client.get("/department/cases/990100-20260302-00009-9/").status_code == 404


# -- opinions and records ----


@pytest.mark.rule("R-110")
def test_a_step_is_taken_its_opinion_recorded_and_the_next_one_opens(section: Section) -> None:
    number, client = section.accepted(), section.counter.client("zhao")
    task = section.task(number, "zhao", "review")
    assert "Take this step" in words(client.get(page(number)))
    assert post(client, number, "take_task", task=task).status_code == 302
    response = post(client, number, "finish_task", task=task, **OPINION)
    assert response.headers["Location"] == page(number)
    told = section.view(number)
    assert told.opinions[-1].text == "位置符合规划。"
    assert [(row.name, row.tone) for row in told.path][1:3] == [
        ("位置与效果审查", "done"),
        ("现场踏勘", "now"),
    ]
    assert section.sound(number)
    assert "The result is recorded." in words(client.get(page(number)))


def test_what_is_missing_is_named_beside_its_field_and_the_rest_is_kept(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    before = section.lines(number)
    response = post(client, number, "finish_task", **{"form.text": "写了一半"})
    assert response.status_code == 422
    assert "Please choose: Result." in words(response)
    assert ">写了一半</textarea>" in response.content.decode()
    assert section.lines(number) == before


@pytest.mark.rule("LIC-09", "R-110")
def test_a_survey_needs_two_of_the_staff_and_says_where_and_when(section: Section) -> None:
    number, client = section.reviewed(), section.counter.client("zhao")
    section.take(number, "zhao")
    lacking = post(client, number, "finish_task", **{**RECORD, "form.place": "", "form.on": ""})
    assert lacking.status_code == 422
    assert "Please fill in: Place." in words(lacking)
    alone = post(client, number, "finish_task", **{**RECORD, "form.participants": "赵敏\n\n"})
    assert alone.status_code == 422
    assert "At least 2 members of staff" in words(alone)
    assert "滨河路18号楼顶" in alone.content.decode()
    assert post(client, number, "finish_task", **RECORD).status_code == 302
    row = section.view(number).opinions[-1]
    assert (row.opinion.kind, row.place, row.participants) == ("survey", "滨河路18号楼顶", ("赵敏", "周山"))


def test_photos_of_a_survey_are_kept_even_if_something_else_is_refused(section: Section) -> None:
    number, client = section.reviewed(), section.counter.client("zhao")
    section.take(number, "zhao")
    photo = SimpleUploadedFile("现场.png", picture())
    refused = post(client, number, "finish_task", **{**RECORD, "form.participants": "赵敏"}, files=[photo])
    kept = re.findall(r'name="kept" value="([^"]+)" checked', refused.content.decode())
    assert len(kept) == 1
    sheet = SimpleUploadedFile("记录.pdf", leaflet("Survey"))
    assert post(client, number, "finish_task", **RECORD, kept=kept, files=[sheet]).status_code == 302
    named = [each["name"] for each in section.view(number).opinions[-1].files]
    assert named == ["现场.png", "记录.pdf"]


@pytest.mark.parametrize("name", ["shell.php", "照片.jpg"])
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_recorded(
    section: Section, name: str
) -> None:
    number, client = section.reviewed(), section.counter.client("zhao")
    section.take(number, "zhao")
    before = section.lines(number)
    bad = SimpleUploadedFile(name, b"<?php echo 1;")
    response = post(client, number, "finish_task", **RECORD, files=[bad])
    assert response.status_code == 422
    assert str(FileKind.PDF) in words(response).lower() or "is really" in words(response)
    assert "净高六米二。" in response.content.decode()
    assert section.lines(number) == before
    forged = post(client, number, "finish_task", **RECORD, kept=["invented"])
    assert forged.status_code == 422
    assert section.lines(number) == before


@pytest.mark.rule("R-026")
def test_whoever_accepted_a_case_may_not_review_it(section: Section) -> None:
    section.hire_for_both()
    number, client = section.accepted(who="both"), section.counter.client("both")
    assert "You accepted this case" in words(client.get(page(number)))
    section.take(number, "both")
    refused = post(client, number, "finish_task", **OPINION)
    assert refused.status_code == 409
    assert "may not review or decide" in words(refused)
    assert section.view(number).opinions == ()


@pytest.mark.rule("R-082")
def test_the_second_check_goes_back_to_the_window_with_its_words(section: Section) -> None:
    shelf.put(section.counter.now, intake_checks=2)
    number = section.counter.take_in(shelf.CODE, form={"road": "滨河路", "area": 4, "days": 3})
    section.counter.act("lin", number, "check", text="材料齐全")
    client = section.counter.client("zhao")
    task = section.task(number, "zhao", "second_check")
    assert post(client, number, "take_task", task=task).status_code == 302
    form = {"form.result": "not_in_order", "form.text": "占道图比例尺缺失。"}
    assert post(client, number, "check", task=task, **form).status_code == 302
    last = section.view(number).opinions[-1]
    assert (last.opinion.kind, last.opinion.result, last.text) == (
        "second_check",
        "not_in_order",
        "占道图比例尺缺失。",
    )
    assert "Nothing is asked of you" in words(client.get(page(number)))


def test_what_a_colleague_did_meanwhile_is_shown_calmly_beside_what_was_typed(section: Section) -> None:
    number, client = section.accepted(), section.counter.client("zhao")
    task = section.task(number, "zhao", "review")
    section.take(number, "zhou")
    taken = post(client, number, "take_task", task=task)
    assert taken.status_code == 409
    assert "周山 holds this step" in words(taken)
    section.finish(number, "zhou", text="同意。")
    late = post(client, number, "finish_task", task=task, **OPINION)
    assert late.status_code == 409
    assert "That step is done" in words(late)
    assert "同意。" in words(late)  # the case as it stands now
    assert "位置符合规划。" in words(late)  # and what was written, not lost


@pytest.mark.rule("R-110")
def test_a_form_sent_twice_is_answered_once(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    before = section.lines(number)
    for _ in range(2):
        response = post(client, number, "note", **{"form.text": "已电话联系。"}, idempotency_key="same")
        assert response.status_code == 302
    assert section.lines(number) == before + 1
    other = post(client, number, "note", **{"form.text": "另一条。"}, idempotency_key="same")
    assert other.status_code == 409
    assert "另一条。" in other.content.decode()
    assert section.lines(number) == before + 1


# -- the clock ----


@pytest.mark.rule("LIC-17", "R-119", "CLK-04")
def test_a_suspension_shows_its_dates_first_and_is_done_only_then(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    before = section.lines(number)
    weighed = post(client, number, "suspend", **REST)
    assert weighed.status_code == 200
    shown = words(weighed)
    assert "What follows, if you do this" in shown
    assert "12 March" in shown  # as promised
    assert "19 March, if it ends as told" in shown
    assert "《特别程序告知书》" in shown
    assert section.lines(number) == before
    assert post(client, number, "suspend", **REST, sure="1").status_code == 302
    assert state(section, number) == "suspended"
    told = section.view(number)
    assert told.card.due_on is None
    assert told.papers[-1].title == "特别程序告知书"
    section.counter.goes_to(section.counter.now + timedelta(days=7))
    task = section.task(number, "zhou", "special")
    assert "Resume the clock" in words(section.counter.client("zhou").get(f"{page(number)}?task={task}"))
    done = post(section.counter.client("zhou"), number, "resume", task=task, **{"form.text": "听证已结束。"})
    assert done.status_code == 302
    assert str(section.view(number).card.due_on) == "2026-03-19"
    assert section.sound(number)


def test_what_was_weighed_can_be_changed_before_it_is_done(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    before = section.lines(number)
    again = post(client, number, "suspend", **REST, change="1")
    assert again.status_code == 200
    assert 'name="form.n" value="5"' in again.content.decode()
    assert section.lines(number) == before


@pytest.mark.rule("LIC-17")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form.reason": "holiday"}, "Special procedure: choose one of those offered."),
        ({"form.reason": ""}, "Please choose: Special procedure."),
        ({"form.n": "0"}, "Time it needs: at least 1."),
        ({"form.n": "viel"}, "Time it needs: write a whole number"),
        ({"form.text": " "}, "Please fill in: Why, in words for the applicant."),
    ],
)
def test_the_clock_rests_for_a_reason_of_the_law_and_told_how_long(
    section: Section, change: dict[str, str], said: str
) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    before = section.lines(number)
    response = post(client, number, "suspend", **{**REST, **change}, sure="1")
    assert response.status_code == 422
    assert said in words(response)
    assert section.lines(number) == before


def test_the_same_reason_does_not_stop_the_clock_twice(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    post(client, number, "suspend", **REST, sure="1")
    again = post(client, number, "suspend", **REST)
    assert again.status_code == 409
    assert "rests for" in words(again)


@pytest.mark.rule("LIC-08", "R-123", "C-19")
def test_an_extension_moves_the_statutory_date_and_leaves_the_promise(section: Section) -> None:
    number, client = section.deciding(), section.counter.client("qian")
    asked = words(client.get(f"{page(number)}?do=extend"))
    assert "Once, by 10 working days" in asked
    assert "The promised date stays" in asked
    weighed = words(post(client, number, "extend", **LONGER))
    assert "30 March" in weighed
    assert "14 April" in weighed
    assert post(client, number, "extend", **LONGER, sure="1").status_code == 302
    told = section.view(number)
    assert str(told.card.due_on) == "2026-03-12"
    assert told.papers[-1].title.startswith("延长")
    assert "Extend the limit" not in words(client.get(page(number)))  # once
    assert post(client, number, "extend", **LONGER, sure="1").status_code == 409
    assert section.sound(number)


@pytest.mark.rule("R-123")
def test_where_the_items_law_allows_none_the_extension_is_not_there(section: Section) -> None:
    shelf.put(section.counter.now, extension=None)
    number = section.accepted(shelf.CODE, form={"road": "滨河路"})
    section.take(number, "qian")
    client = section.counter.client("qian")
    assert section.view(number).item.extension is None
    assert "Extend the limit" not in words(client.get(page(number)))
    refused = post(client, number, "extend", **LONGER, sure="1")
    assert refused.status_code == 409
    assert "cannot be extended" in words(refused)


def test_a_reviewer_who_does_not_decide_may_not_extend(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhao")
    assert "Extend the limit" not in words(client.get(page(number)))
    assert post(client, number, "extend", **LONGER, sure="1").status_code == 404


# -- the decision ----


@pytest.mark.rule("R-011", "R-012", "R-111", "LIC-12")
def test_a_decision_names_the_letter_it_was_made_under(section: Section) -> None:
    number, client = section.deciding(), section.counter.client("qian")
    shown = words(client.get(page(number)))
    assert "云城管委〔2026〕1号" in shown
    assert "signed by 局长 高远" in shown
    form = {"form.text": "", "form.valid_until": "2029-03-01"}
    assert post(client, number, "grant", **form).status_code == 302
    told = section.view(number)
    assert told.card.state == "decided"
    assert told.opinions[-1].opinion.letter == "云城管委〔2026〕1号"
    assert told.papers[-1].title.startswith("准予")
    assert section.sound(number)


@pytest.mark.rule("R-011")
def test_without_a_letter_nobody_decides_and_is_told_whom_to_ask(section: Section) -> None:
    number = section.deciding()
    people.revoke_letter(SETUP, "云城管委〔2026〕1号", now=section.counter.now)
    client = section.counter.client("qian")
    shown = words(client.get(page(number)))
    assert "No letter lets you decide on this item" in shown
    assert "林晓（云城管委〔2026〕2号）" in shown  # the other holder of one
    refused = post(client, number, "grant", **{"form.text": ""})
    assert refused.status_code == 409
    assert "no authorisation letter in force" in words(refused)
    assert state(section, number) == "in_review"


@pytest.mark.rule("LIC-13", "R-111")
def test_a_refusal_says_its_reasons_and_the_ways_to_have_it_reviewed(section: Section) -> None:
    number, client = section.deciding("disagree"), section.counter.client("qian")
    shown = words(client.get(f"{page(number)}?do=refuse"))
    assert "Reconsideration by 云岫市人民政府 within 60 days" in shown
    assert "Suit before 云岫市人民法院 within 6 months" in shown
    assert "《城市市容和环境卫生管理条例》" in shown
    silent = post(client, number, "refuse", **{"form.text": "", "form.basis": "第十一条"})
    assert silent.status_code == 422
    assert "Please fill in: Reasons." in words(silent)
    form = {"form.text": "遮挡住户采光。\n净高不足。", "form.basis": "《城市市容和环境卫生管理条例》第十一条"}
    assert post(client, number, "refuse", **form).status_code == 302
    told = section.view(number)
    assert (told.card.state, told.papers[-1].title) == ("decided", "不予行政许可决定书")


@pytest.mark.rule("R-106", "C-14", "KIND-01")
def test_a_case_is_returned_only_after_a_survey(section: Section) -> None:
    unsurveyed = section.accepted(BANNER)
    section.take(unsurveyed, "zhao")
    section.finish(unsurveyed, "zhao", text="不符合。", result="disagree")
    section.take(unsurveyed, "qian", "decide")
    client = section.counter.client("qian")
    form = {"form.text": "不具备设置条件。"}
    assert "?do=return" not in client.get(page(unsurveyed)).content.decode()
    refused = post(client, unsurveyed, "return", **form)
    assert refused.status_code == 409
    assert "no record of a survey" in words(refused)
    number = section.deciding("disagree")
    assert post(client, number, "return", **form).status_code == 302
    told = section.view(number, "qian")
    assert (told.card.state, told.card.kind, told.papers[-1].title) == (
        "returned",
        "returned",
        "退回件通知书",
    )


def test_nothing_is_decided_while_the_clock_rests(section: Section) -> None:
    number, client = section.deciding(), section.counter.client("qian")
    post(client, number, "suspend", **REST, sure="1")
    refused = post(client, number, "grant", **{"form.text": ""})
    assert refused.status_code == 409
    assert "听证" in words(refused)


@pytest.mark.rule("R-110")
def test_whoever_decides_sends_a_step_back_for_another_look(section: Section) -> None:
    number, client = section.deciding(), section.counter.client("qian")
    first = next(row for row in section.view(number).path if row.name == "位置与效果审查")
    none = post(client, number, "send_back", **{"form.step": "", "form.text": "补量外挑距离。"})
    assert none.status_code == 422
    form = {"form.step": str(first.n), "form.text": "补量外挑距离。"}
    assert post(client, number, "send_back", **form).status_code == 302
    told = section.view(number)
    now = next(row for row in told.path if row.tone == "now")
    assert (now.name, now.staff, now.again) == ("位置与效果审查", "赵敏", True)
    assert "补量外挑距离。" in words(section.counter.client("zhao").get(page(number)))
    assert post(client, number, "send_back", **{**form, "form.step": "99"}).status_code == 422
    section.finish(number, "zhao", text="外挑零点四米。")
    assert next(row for row in section.view(number).path if row.tone == "now").kind == "decide"
    assert section.sound(number)


@pytest.mark.rule("R-109")
def test_what_is_whole_and_convertible_is_completed_on_the_spot(section: Section) -> None:
    number, client = section.accepted(BANNER), section.counter.client("qian")
    section.take(number, "qian")
    reason = {"form.text": "材料齐全，开业在即。"}
    assert "Complete on the spot" in words(client.get(page(number)))
    assert post(client, number, "convert", **reason).status_code == 302
    assert section.view(number, "qian").card.kind == "instant"
    stays = section.taken(who="zhao")
    refused = post(client, stays, "convert", **reason)
    assert refused.status_code == 409
    assert section.view(stays).card.kind == "committed"


# -- elsewhere ----


def test_a_note_is_for_colleagues(section: Section) -> None:
    number, client = section.taken(), section.counter.client("zhou")
    assert post(client, number, "note", **{"form.text": ""}).status_code == 422
    assert post(client, number, "note", **{"form.text": "架空线已问供电公司。"}).status_code == 302
    assert "架空线已问供电公司。" in words(section.counter.client("qian").get(page(number)))


@pytest.mark.rule("R-177")
def test_a_step_is_handed_to_whoever_can_do_it(section: Section) -> None:
    town = section.counter.hall.town
    number, client = section.deciding(), section.counter.client("qian")
    form = {"form.to": str(town.staff["zhao"]), "form.text": "出差"}
    offered = client.get(f"{page(number)}?do=hand_over_task").content.decode()
    assert "赵敏（" not in offered  # who may not decide is not offered a decision
    assert post(client, number, "hand_over_task", **form).status_code == 422
    assert post(client, number, "hand_over_task", **{"form.to": "desk"}).status_code == 302
    assert section.view(number).card.tasks[-1].staff is None


@pytest.mark.rule("R-177")
def test_an_absent_colleagues_step_is_taken_over(section: Section) -> None:
    town = section.counter.hall.town
    number, client = section.taken("zhou"), section.counter.client("zhao")
    task = section.task(number, "zhao", "review")
    assert "周山 holds this step" in words(client.get(page(number)))
    assert post(client, number, "finish_task", task=task, **OPINION).status_code == 409
    form = {"form.to": str(town.staff["zhao"]), "form.text": "周山请假"}
    assert post(client, number, "hand_over_task", task=task, **form).status_code == 302
    assert post(client, number, "finish_task", task=task, **OPINION).status_code == 302
    assert section.sound(number)


@pytest.mark.rule("R-100")
def test_a_step_done_on_paper_is_entered_late_under_a_registered_outage_alone(section: Section) -> None:
    counter, number = section.counter, section.taken()
    began = counter.now
    counter.goes_to(timedelta(days=1))
    client, task = counter.client("zhao"), section.task(number, "zhao", "review")
    late = {**OPINION, "happened_at": "2026-03-02T11:00", "on_paper": "手工审查表 2 号"}
    refused = post(client, number, "finish_task", task=task, **late)
    assert refused.status_code == 409
    assert "no outage for this place" in refused.content.decode()
    assert 'value="手工审查表 2 号"' in refused.content.decode()
    cases.register_outage(
        counter.hall.actor("supervisor"), counter.hall.town.unit["streets"], from_at=began, until=None,
        reason="网络中断", now=counter.now,
    )  # fmt: skip
    assert post(client, number, "finish_task", task=task, **late).status_code == 302
    opinion = section.view(number).opinions[-1].opinion
    assert (opinion.kind, opinion.at) == ("review", began + timedelta(hours=2))
    assert section.sound(number)

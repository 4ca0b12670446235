"""A case moved by its acts, from the counter to the archive, and what is refused on the way."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from caller import Caller, application, file, problem, signed_in
from ground import WASTE, Ground
from yimen.api.schemas.acts import ACTS
from yimen.modules.ledger.models import Line
from yimen.modules.licensing import commands as licensing
from yimen.rules.permits import BY_ITSELF, PERMITS

ADVERT = "11990100MB0000035A3000117002001"  # checked online first; a review, then a survey
PDF = b"%PDF-1.7\nx\n%%EOF\n"


def done(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content.decode()
    card: dict[str, Any] = answer.json()
    return card


def task(caller: Caller, number: str, kind: str) -> int:
    (found,) = [each["n"] for each in caller.get(f"/cases/{number}").json()["tasks"] if each["kind"] == kind]
    return int(found)


def seal(hall: Ground, number: str) -> None:
    licensing.seal_papers(number.replace("-", ""), now=hall.now)


@pytest.fixture
def reviewer(hall: Ground) -> Caller:
    return signed_in("reviewer")


@pytest.fixture
def chief(hall: Ground) -> Caller:
    return signed_in("chief")


# --- a whole life ----------------------------------------------------------------------------------------


def test_a_case_goes_from_the_counter_to_the_archive(
    hall: Ground, clerk: Caller, reviewer: Caller, chief: Caller, filed: dict[str, Any]
) -> None:
    number = filed["number"]
    card = done(clerk.act(number, "accept"))
    assert (card["number"], card["state"], card["kind"]) == (number, "accepted", "committed")
    review = task(reviewer, number, "review")
    assert done(reviewer.act(number, "take_task", task=review))["state"] == "in_review"
    card = done(reviewer.act(number, "finish_task", task=review, result="agree", text="符合条件。"))
    assert [each["kind"] for each in card["tasks"]] == ["keep", "decide"]
    card = done(chief.act(number, "grant", text="准予。", valid_until="2027-03-01"))
    assert card["state"] == "decided"
    seal(hall, number)
    assert done(clerk.act(number, "complete"))["state"] == "completed"
    card = done(
        clerk.act(number, "deliver", way="pickup", to="applicant", identity_checked=True, receiver="王小明")
    )
    assert card["state"] == "delivered"
    seal(hall, number)
    card = done(clerk.act(number, "archive", shelf="A-1"))
    assert (card["state"], card["open_acts"]) == ("archived", [])
    whole = clerk.get(f"/cases/{number}").json()
    assert whole["archive_no"]
    assert [(each["kind"], each["result"]) for each in whole["opinions"]] == [
        ("review", "agree"),
        ("decision", "granted"),
    ]


def test_the_card_an_act_answers_is_the_card_one_reads(clerk: Caller, filed: dict[str, Any]) -> None:
    answered = done(clerk.act(filed["number"], "accept"))
    (read,) = clerk.get("/cases").json()["results"]
    assert answered == read


@pytest.mark.rule("LIC-07", "LIC-32")
def test_what_lacks_is_asked_for_once_and_supplied(clerk: Caller, anybody: Caller) -> None:
    number = file(anybody, WASTE, materials=[])["number"]
    extra = [{"field": "place", "text": "地址不全", "remedy": "写明门牌号"}]
    card = done(clerk.act(number, "ask_supplement", extra=extra))
    assert (card["state"], card["kind"]) == ("supplement_pending", "supplement")
    pieces = application(WASTE)["materials"]
    pieces[0]["content"] = {"name": "申请.pdf", "base64": base64.b64encode(PDF).decode()}
    card = done(clerk.act(number, "supply", materials=pieces, form={"place": "云岫市明德路18号"}))
    assert card["state"] == "received"
    whole = clerk.get(f"/cases/{number}").json()
    assert whole["form"]["place"] == "云岫市明德路18号"
    assert whole["materials"][0]["file"]["name"] == "申请.pdf"


@pytest.mark.rule("R-079")
def test_a_pre_registered_case_is_received_without_typing_it_again(clerk: Caller, anybody: Caller) -> None:
    told = file(anybody, ADVERT)
    card = done(clerk.act(told["number"], "receive"))
    assert card["state"] == "received"
    whole = clerk.get(f"/cases/{told['number']}").json()
    assert whole["form"] == application(ADVERT)["form"]
    assert whole["findings"] == told["findings"]


@pytest.mark.rule("LIC-17")
def test_clocks_rest_for_a_special_procedure_and_run_on(
    hall: Ground, clerk: Caller, reviewer: Caller, filed: dict[str, Any]
) -> None:
    number = filed["number"]
    clerk.act(number, "accept")
    needed = {"n": 5, "unit": "working_day"}
    card = done(reviewer.act(number, "suspend", reason="expert_review", needed=needed, text="需专家评审"))
    assert (card["state"], card["due_on"]) == ("suspended", None)
    special = task(reviewer, number, "special")
    assert done(reviewer.act(number, "resume", task=special, text="评审结束"))["state"] == "in_review"
    clocks = {each["name"]: each for each in clerk.get(f"/cases/{number}/clocks").json()["results"]}
    assert [each["reason"] for each in clocks["promised"]["pauses"]] == ["expert_review"]


@pytest.mark.parametrize(
    ("act", "facts", "state"),
    [
        (
            "decline",
            {"why": "out_of_remit", "text": "不属本局", "competent": "云岫市交通运输局"},
            "not_accepted",
        ),
        ("decline", {"why": "no_approval_needed", "text": "室内无需许可"}, "not_accepted"),
        (
            "return",
            {
                "ground": "against_policy",
                "legal": "out_of_remit",
                "competent": "云岫市交通运输局",
                "text": "不符合政策",
            },
            "returned",
        ),
        ("withdraw", {}, "withdrawn"),
    ],
    ids=str,
)
def test_a_case_may_end_before_it_is_accepted(
    clerk: Caller, filed: dict[str, Any], act: str, facts: dict[str, Any], state: str
) -> None:
    assert done(clerk.act(filed["number"], act, **facts))["state"] == state


def test_what_may_be_done_at_any_time(clerk: Caller, filed: dict[str, Any]) -> None:
    number = filed["number"]
    done(clerk.act(number, "note", text="申请人来电"))
    done(clerk.act(number, "correct_contact", phone="13900001111"))
    done(clerk.act(number, "correct_contact", told_by="sms"))
    problem(clerk.act(number, "correct_contact", told_by="sms"), 409, "same_contact")
    done(
        clerk.act(number, "serve", paper_no=filed["papers"][0]["paper_no"], how="by_hand", receiver="王小明")
    )
    whole = clerk.get(f"/cases/{number}").json()
    assert whole["person"]["phone"] == "139****1111"
    assert whole["papers"][0]["served_on"] == "2026-03-02"


def test_a_task_is_handed_over_to_a_colleague(
    hall: Ground, clerk: Caller, reviewer: Caller, filed: dict[str, Any]
) -> None:
    clerk.act(filed["number"], "accept")
    review = task(reviewer, filed["number"], "review")
    done(reviewer.act(filed["number"], "take_task", task=review))
    for stranger in ("reviewer-sj", "nobody"):
        asked = reviewer.act(filed["number"], "hand_over_task", task=review, to=stranger)
        problem(asked, 409, "not_a_colleague")
    card = done(
        reviewer.act(filed["number"], "hand_over_task", task=review, to="reviewer-cg2", text="请接着办")
    )
    assert [each["staff"] for each in card["tasks"] if each["n"] == review] == ["钱立诚"]


# --- what is refused -------------------------------------------------------------------------------------


def test_a_rule_says_no_with_its_reason_and_facts(clerk: Caller, anybody: Caller) -> None:
    number = file(anybody, WASTE, materials=[])["number"]
    for caller, words in ((clerk, "还有"), (clerk.reading("en"), "still lacking")):
        told = problem(caller.act(number, "accept"), 409, "still_lacking")
        assert words in told["detail"]
        assert told["facts"]["count"] == len(file(anybody, WASTE, materials=[])["findings"])
    problem(clerk.act(number, "grant", text="准予"), 409, "act_not_open")
    assert clerk.get(f"/cases/{number}").json()["state"] == "received"


def test_whoever_accepted_does_not_decide(hall: Ground, clerk: Caller, filed: dict[str, Any]) -> None:
    """Acceptance and handling are kept apart (R-026)."""
    problem(clerk.act(filed["number"], "grant", text="准予"), 409, "act_not_open")
    done(clerk.act(filed["number"], "accept"))
    problem(clerk.act(filed["number"], "grant", text="准予"), 409, "not_yours_to_do")


@pytest.mark.parametrize(
    ("act", "facts", "field"),
    [
        ("decline", {"why": "tired", "text": "x"}, "why"),
        ("decline", {"why": "out_of_remit"}, "text"),
        ("return", {"ground": "main_missing"}, "text"),
        ("take_task", {}, "task"),
        ("take_task", {"task": "1"}, "task"),
        ("take_task", {"task": 10**9}, "task"),
        ("note", {"text": "x" * 4001}, "text"),
        ("note", {"text": "\0"}, "text"),
        ("accept", {"colour": "red"}, "colour"),
        ("ask_supplement", {"extra": [{"material": "a"}]}, "extra.0.text"),
        (
            "supply",
            {"materials": [{"code": "a", "content": {"name": "x", "base64": "!"}}]},
            "materials.0.content.base64",
        ),
    ],
    ids=str,
)
def test_facts_that_cannot_be_read_are_named_and_change_nothing(
    clerk: Caller, hall: Ground, filed: dict[str, Any], act: str, facts: dict[str, Any], field: str
) -> None:
    caller = clerk if act != "take_task" else signed_in("reviewer")
    before = Line.objects.count()
    told = problem(caller.act(filed["number"], act, **facts), 422, "malformed")
    assert field in {each["field"] for each in told["facts"]["errors"]}
    assert field in told["detail"]
    assert Line.objects.count() == before


@pytest.mark.parametrize("body", ["[]", '"accept"', "7", "{"])
def test_facts_are_an_object(clerk: Caller, filed: dict[str, Any], body: str) -> None:
    problem(clerk.post(f"/cases/{filed['number']}/acts/accept", body), 422, "malformed")


def test_absent_and_anothers_look_alike_for_every_act(
    clerk: Caller, clerk2: Caller, filed: dict[str, Any]
) -> None:
    for act, facts in FACTS.items():
        answers = [
            clerk2.act(filed["number"], act, **facts),
            clerk2.act("990100-20260302-00002-4", act, **facts),
            clerk2.act("nonsense", act, **facts),
        ]
        told = [answer.json() for answer in answers]
        assert {answer.status_code for answer in answers} == {404}, act
        assert told[0] == told[1] == told[2], act


def test_what_is_no_act_is_not_there(clerk: Caller, filed: dict[str, Any]) -> None:
    for act in ("accept_all", "seal", "turn", "deem_accept", "record_result", "pre_register"):
        answer = clerk.act(filed["number"], act)
        assert answer.status_code == 404, act
    problem(
        clerk.client.put(f"/api/v1/cases/{filed['number']}/acts/accept", headers=clerk._headers()),
        405,
        "method_not_allowed",
    )


def test_acts_need_a_token(anybody: Caller, filed: dict[str, Any]) -> None:
    problem(anybody.act(filed["number"], "withdraw"), 401, "not_signed_in")


# --- under a key -----------------------------------------------------------------------------------------


def test_an_act_under_a_key_is_done_once(clerk: Caller, filed: dict[str, Any]) -> None:
    number = filed["number"]
    first = clerk.act(number, "note", key="k", text="一次")
    assert clerk.act(number, "note", key="k", text="一次").content == first.content
    problem(clerk.act(number, "note", key="k", text="两次"), 409, "key_reused")
    problem(clerk.act(number, "withdraw", key="k", text="一次"), 409, "key_reused")
    assert [each["act"] for each in clerk.get(f"/cases/{number}/ledger").json()["results"]] == [
        "receive",
        "note",
    ]


def test_an_act_that_is_no_longer_open_is_answered_as_it_was(clerk: Caller, filed: dict[str, Any]) -> None:
    first = clerk.act(filed["number"], "accept", key="k")
    assert clerk.act(filed["number"], "accept", key="k").content == first.content
    problem(clerk.act(filed["number"], "accept"), 409, "act_not_open")


def test_a_refused_act_is_refused_again_under_its_key_whatever_is_true_by_then(
    clerk: Caller, anybody: Caller
) -> None:
    number = file(anybody, WASTE, materials=[])["number"]
    told = problem(clerk.act(number, "accept", key="k"), 409, "still_lacking")
    clerk.act(number, "supply", materials=application(WASTE)["materials"])
    assert problem(clerk.act(number, "accept", key="k"), 409, "still_lacking") == told
    assert done(clerk.act(number, "accept", key="k-2"))["state"] == "accepted"


# --- who may do what -------------------------------------------------------------------------------------

FACTS: dict[str, dict[str, Any]] = {
    "receive": {},
    "check": {},
    "ask_supplement": {},
    "supply": {"form": {"place": "云岫市明德路18号"}},
    "allow_demand": {"reason": "遗漏"},
    "accept": {},
    "return": {"ground": "main_missing", "text": "缺主件"},
    "decline": {"why": "no_approval_needed", "text": "无需许可"},
    "take_task": {"task": 2},
    "finish_task": {"task": 2, "result": "agree", "text": "同意"},
    "hand_over_task": {"task": 2},
    "suspend": {"reason": "hearing", "needed": {"n": 1, "unit": "day"}, "text": "听证"},
    "resume": {},
    "extend": {"text": "复杂", "approved_by": "局长"},
    "send_back": {"step": 1, "text": "再看"},
    "convert": {"text": "当场办结"},
    "grant": {},
    "refuse": {"text": "不符", "basis": "第一条"},
    "complete": {},
    "deliver": {"way": "by_hand", "receiver": "王小明"},
    "take_back": {"text": "查无此人"},
    "archive": {},
    "withdraw": {},
    "note": {"text": "备注"},
    "correct_contact": {"phone": "13900001111"},
    "serve": {"paper_no": "云城管收〔2026〕1号", "how": "sms"},
}
"""The least each act can be asked with."""


def test_the_doors_of_acts_are_those_of_the_permit_table() -> None:
    staffs = {act for act, who in PERMITS.items() if BY_ITSELF not in who} - {"see", "pre_register"}
    assert set(ACTS) == staffs == set(FACTS)


WHO = {
    "clerk": "window_clerk",
    "agent": "agent_officer",
    "reviewer": "dept_reviewer",
    "chief": "chief_representative",
    "director": "hall_director",
    "supervisor": "supervisor",
    "office": "centre_office",
    "operator": "hotline_operator",
}


@pytest.mark.rule("R-045", "SEC-03")
@pytest.mark.parametrize("who", WHO)
def test_where_the_permit_table_gives_nothing_there_is_nothing(
    hall: Ground, filed: dict[str, Any], who: str
) -> None:
    """Every act by every role, on a case its reader may even see: 404 unless the table gives the role something."""
    caller = signed_in(who)
    roles = {each.value for each in hall.actor(who).roles}
    before = Line.objects.count()
    for act, gives in PERMITS.items():
        answer = caller.act(filed["number"], act, **FACTS.get(act, {}))
        if not roles & {str(role) for role in gives}:
            problem(answer, 404, answer.json()["reason"])
            assert Line.objects.count() == before, act
        assert answer.status_code in {200, 404, 409, 422}, (act, answer.content)
        before = Line.objects.count()


# --- what it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, "k"])
def test_an_act_costs_seven_statements_and_nine_with_a_paper(
    clerk: Caller, anybody: Caller, django_assert_num_queries: DjangoAssertNumQueries, key: str | None
) -> None:
    """The demo's time, which is held meanwhile and let go, and the token; the case, the applicant's name for the card, the one write.

    A paper names the applicant in full and draws its number. In production nobody holds time: three fewer.
    """
    first, second = (file(anybody, WASTE)["number"] for _ in range(2))
    clerk.act(first, "note", text="备注")
    with django_assert_num_queries(7 + 2):  # and the test's own savepoint
        clerk.act(second, "note", key=key, text="备注")
    with django_assert_num_queries(9 + 2):
        clerk.act(second, "accept", key=key and "k-2")

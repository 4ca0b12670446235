"""The one write, on a real PostgreSQL: nothing changes a case but a move, and a move is one statement that somebody wins."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ground import BANNER, BIRTH, ROAD, WASTE, Ground, at, piece, rows
from yimen.modules import licensing as licensing_module
from yimen.modules.cases import commands as cases
from yimen.modules.cases import queries as lists
from yimen.modules.cases.engine import write_function
from yimen.modules.ledger import commands as ledger
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing import queries as dossiers
from yimen.modules.licensing.subject import DETAILS, LICENSING
from yimen.rules.actors import NOBODY
from yimen.rules.dossier import replay
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused


def refused(run, *told, **named) -> Refused:
    with pytest.raises(Refused) as caught:
        run(*told, **named)
    return caught.value


@contextmanager
def forbidden(words: str):
    """What the database itself refuses, whatever program asks it."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


# the statement


def test_the_written_function_is_the_one_its_generator_writes(ground: Ground):
    file = Path(licensing_module.__file__).parent / "sql" / "write_1.sql"
    assert write_function(LICENSING.write, DETAILS) == file.read_text("utf-8")


def test_the_database_runs_the_function_that_the_file_says(ground: Ground):
    ((body,),) = rows("SELECT prosrc FROM pg_proc WHERE proname = %s", LICENSING.write)
    file = Path(licensing_module.__file__).parent / "sql" / "write_1.sql"
    assert body in file.read_text("utf-8")


# nothing changes a case but a move (invariant 2)


@pytest.mark.rule("R-098")
def test_the_database_refuses_a_case_that_changes_without_a_line(ground: Ground):
    digits = ground.file()
    with forbidden("moves from line 1 to 1"):
        rows("UPDATE cases_case SET state = 'archived' WHERE number = %s", digits)
    with forbidden("moves from line 1 to 3"):
        rows("UPDATE cases_case SET n = 3 WHERE number = %s", digits)
    with forbidden("case_has_its_line"):
        rows("UPDATE cases_case SET state = 'archived', n = 2 WHERE number = %s", digits)


@pytest.mark.rule("R-098")
def test_the_database_refuses_a_case_that_begins_without_a_line(ground: Ground):
    digits = ground.file()
    with forbidden("case_has_its_line"):
        rows(
            'INSERT INTO cases_case SELECT (jsonb_populate_record(c, \'{"id": 5, "number": "x"}\')).*'
            " FROM cases_case c WHERE number = %s",
            digits,
        )


def test_a_line_is_never_changed_never_deleted_and_the_ledger_never_emptied(ground: Ground):
    ground.file()
    for sql in (
        "UPDATE ledger_line SET act = 'grant'",
        "UPDATE ledger_line SET body = body",
        "DELETE FROM ledger_line",
        "TRUNCATE ledger_line CASCADE",
    ):
        with forbidden("append-only"):
            rows(sql)


@pytest.mark.rule("R-098", "R-099")
def test_replaying_its_lines_gives_the_case_at_every_moment_of_its_life(ground: Ground):
    digits = ground.archived()
    lines = ground.lines(digits)
    stored = ground.dossier(digits)
    kinds = LICENSING.kinds("licensing.1")
    told = replay([each.body for each in lines], kinds)
    assert told.case == stored.case
    assert {name: dict(found) for name, found in told.rows.items()} == {
        name: dict(found) for name, found in stored.rows.items() if found
    }
    states = [replay([each.body for each in lines[:n]], kinds).case.state for n in range(1, len(lines) + 1)]
    assert list(dict.fromkeys(states)) == [
        "received", "accepted", "in_review", "decided", "completed", "delivered", "archived",
    ]  # fmt: skip


def test_whoever_reads_late_writes_nothing(ground: Ground):
    digits = ground.file()
    before = ground.loaded(digits)
    ground.do("clerk", digits, "accept")
    from yimen.modules.cases.writing import claim, lay_out, write
    from yimen.rules.engine import decide

    world = LICENSING.world(before.dossier, ground.now, before.versions, {})
    late = decide(LICENSING.current, before.dossier, "note", ground.actor("clerk"), {"text": "迟到"}, world)
    moment = world.hours.next_opening(ground.now)
    written = lay_out(late, (), {}, opening=moment, reply=lambda *_: None)
    assert write(LICENSING, [written]) == frozenset()
    assert claim(before.dossier.case.id, late.n - 1, ["paper:云城管受:2026"]) is None, (
        "no number is drawn for nothing"
    )
    assert ground.acts(digits) == ["receive", "accept"]


def test_a_move_that_loses_is_decided_again_on_what_is_now_true(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
):
    digits = ground.file()
    loaded = ground.loaded(digits)
    answers = iter([loaded])  # the first look is an old one
    from yimen.modules.cases import reading

    fresh = reading.one
    monkeypatch.setattr(reading, "one", lambda *told: next(answers, None) or fresh(*told))
    ground.do("clerk", digits, "note", text="有人快了一步")
    assert ground.acts(digits) == ["receive", "note"]
    answers = iter([loaded])
    ground.do("clerk", digits, "accept")
    assert ground.acts(digits) == ["receive", "note", "accept"]


def test_after_four_lost_races_the_answer_is_a_clear_refusal(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    digits = ground.file()
    loaded = ground.loaded(digits)
    ground.do("clerk", digits, "note", text="第一")
    from yimen.modules.cases import reading

    monkeypatch.setattr(reading, "one", lambda *_: loaded)
    assert refused(ground.do, "clerk", digits, "note", text="第二").reason == "busy"


# what a move costs


COUNTED = {
    "file": 5,
    "note": 2,
    "accept": 4,
    "take_task": 2,
    "finish_task": 2,
    "progress": 2,
    "desk": 3,
    "turn of a hundred": 3,
}
"""Statements of each way through the engine, without BEGIN and COMMIT."""


def counted(run, *told, **named) -> int:
    with CaptureQueriesContext(connection) as spent:
        run(*told, **named)
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in spent.captured_queries)


def test_filing_costs_so_many_statements(ground: Ground):
    ground.file()
    filing = ground.filing()
    assert counted(licensing.file, NOBODY, filing, now=ground.now) == COUNTED["file"]


def test_an_act_costs_a_reading_and_a_writing_and_a_paper_one_more(ground: Ground):
    digits = ground.file()
    lin, zhao = ground.actor("clerk"), ground.actor("reviewer")

    def cost(actor, act: str, **facts) -> int:
        return counted(licensing.act, actor, digits, act, facts, now=ground.now)

    assert cost(lin, "note", text="一") == COUNTED["note"]
    assert cost(lin, "accept") == COUNTED["accept"]
    assert cost(zhao, "take_task", task=ground.task(digits, "review")) == COUNTED["take_task"]
    task = ground.task(digits, "review")
    assert cost(zhao, "finish_task", task=task, result="agree", text="同意") == COUNTED["finish_task"]


@pytest.mark.rule("R-122", "R-216")
def test_looking_up_progress_and_the_desk_cost_the_same_whatever_lies_there(ground: Ground):
    clerk = ground.actor("clerk")
    digits = [ground.accepted() for _ in range(3)]
    kinds = ("keep",)
    number = str(CaseNumber.parse(digits[0]))
    assert counted(dossiers.progress, number, None, now=ground.now) == COUNTED["progress"]
    assert counted(lists.desk, clerk, kinds, now=ground.now) == COUNTED["desk"]
    for _ in range(5):
        ground.file()
    assert counted(lists.desk, clerk, kinds, now=ground.now) == COUNTED["desk"]


def test_a_hundred_turns_cost_three_statements(ground: Ground):
    for _ in range(12):
        ground.file()
    ground.down_until(at(3, 6))  # yellow: a working day before the five are over
    assert counted(cases.turn_due, now=ground.now) == COUNTED["turn of a hundred"]
    assert {each[0] for each in rows("SELECT light FROM cases_case")} == {"yellow"}


# keys


def test_the_same_key_and_request_file_one_case_and_get_one_answer(ground: Ground):
    filing = ground.filing()
    first = licensing.file(NOBODY, filing, now=ground.now, key="k-1", request={"a": 1})
    later = ground.now + timedelta(days=2)
    again = licensing.file(NOBODY, filing, now=later, key="k-1", request={"a": 1})
    assert (again.answer, again.status, again.replayed) == (first.answer, 201, True)
    assert rows("SELECT count(*) FROM cases_case") == [(1,)]
    assert rows("SELECT last FROM papers_series WHERE key LIKE 'paper:%%'") == [(1,)], (
        "no number went for nothing"
    )


def test_another_request_under_the_key_is_refused(ground: Ground):
    filing = ground.filing()
    licensing.file(NOBODY, filing, now=ground.now, key="k-1", request={"a": 1})
    assert (
        refused(licensing.file, NOBODY, filing, now=ground.now, key="k-1", request={"a": 2}).reason
        == "key_reused"
    )


def test_the_same_act_under_a_key_is_done_once_even_where_it_could_be_done_again(ground: Ground):
    digits, clerk = ground.file(), ground.actor("clerk")
    for _ in range(3):
        licensing.act(
            clerk, digits, "note", {"text": "已电话告知"}, now=ground.now, key="k-2", request={"t": 1}
        )
    licensing.act(clerk, digits, "accept", {}, now=ground.now, key="k-3", request={})
    licensing.act(clerk, digits, "accept", {}, now=ground.now, key="k-3", request={})
    assert ground.acts(digits) == ["receive", "note", "accept"]


def test_a_refusal_under_a_key_is_stored_and_answered_again_though_the_act_is_open_by_now(ground: Ground):
    digits = ground.file()
    reviewer = ground.actor("reviewer")

    def take() -> Refused:
        return refused(
            licensing.act, reviewer, digits, "take_task", {}, now=ground.now, key="k-4", request={}
        )

    first = take()
    ground.do("clerk", digits, "accept")
    again = take()
    assert (first.reason, dict(first.facts)) == (again.reason, dict(again.facts))
    assert ground.acts(digits) == ["receive", "accept"]


def test_what_was_refused_before_a_case_began_is_answered_again_too(ground: Ground):
    filing = ground.filing(BIRTH, hall="nowhere")
    first = refused(licensing.file, NOBODY, filing, now=ground.now, key="k-5", request={})
    assert first.reason == "no_such_hall"
    assert (
        refused(licensing.file, NOBODY, ground.filing(BIRTH), now=ground.now, key="k-5", request={}).reason
        == first.reason
    )
    assert rows("SELECT count(*) FROM cases_case") == [(0,)]


def test_an_answer_is_there_again_though_the_item_is_gone(ground: Ground):
    from yimen.modules.catalogue import commands as catalogue

    filing = ground.filing()
    first = licensing.file(NOBODY, filing, now=ground.now, key="k-6", request={})
    catalogue.retire(ground.actor("office"), WASTE, now=ground.now)
    assert licensing.file(NOBODY, filing, now=ground.now, key="k-6", request={}).answer == first.answer


def test_answers_are_forgotten_after_seven_days_of_machine_time(ground: Ground):
    licensing.file(NOBODY, ground.filing(), now=ground.now, key="old", request={})
    licensing.file(NOBODY, ground.filing(who=1), now=ground.now, key="young", request={})
    rows("UPDATE ledger_answer SET at = at - interval '7 days 1 minute' WHERE key = 'old'")
    rows("UPDATE ledger_answer SET at = at - interval '6 days 23 hours' WHERE key = 'young'")
    assert ledger.forget_answers() == 1
    assert rows("SELECT key FROM ledger_answer") == [("young",)]


def test_an_answer_cannot_be_read_in_the_table(ground: Ground):
    outcome = licensing.file(NOBODY, ground.filing(), now=ground.now, key="k-7", request={})
    ((sealed,),) = rows("SELECT sealed FROM ledger_answer")
    assert outcome.answer["query_code"].encode() not in bytes(sealed)


# personal data


@pytest.mark.rule("R-285", "SEC-01")
def test_no_identity_number_name_or_telephone_stands_in_any_row_of_the_database(ground: Ground):
    digits = ground.file(WASTE, lack=())
    ground.do("clerk", digits, "ask_supplement", extra=[{"field": "road", "text": "王小明的路段写得不清楚"}])
    ground.supply("clerk", digits, form={"remark": "王小明 13800000001"})
    ground.do("clerk", digits, "withdraw", text="王小明不想办了")
    secrets = ("990100198804121176", "13800000001", "不想办了", "写得不清楚")
    tables = [
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    ]
    assert "ledger_line" in tables
    for table in tables:
        for (text,) in rows(f"SELECT t::text FROM {table} t"):
            for secret in secrets:
                assert secret not in text, table
                assert secret.encode().hex() not in text, table
    for (body,) in rows("SELECT body FROM ledger_line l JOIN cases_case c ON c.id = l.book"):
        assert "王小明" not in body


@pytest.mark.rule("R-285")
def test_what_people_wrote_is_read_back_from_under_the_veil(ground: Ground):
    digits = ground.file()
    ground.do("clerk", digits, "note", text="家中无人，改日再来")
    note = ground.lines(digits)[-1]
    assert note.private["facts"] == {"text": "家中无人，改日再来"}
    assert "text" not in (note.body.get("facts") or {})


# people


@pytest.mark.rule("R-216")
def test_a_case_accepted_yesterday_is_found_today(ground: Ground):
    digits = ground.accepted()
    ground.pass_to(at(3, 3))
    found = dossiers.progress(str(CaseNumber.parse(digits)), None, now=ground.now)
    assert (found.accepting_unit, found.item, found.applicant, found.state) == (
        "云岫市政务服务中心", "城市建筑垃圾处置核准", "王**", "accepted",
    )  # fmt: skip
    assert found.accepted_on == at(3, 2).date()
    assert (
        found.due_on == ground.dossier(digits).clock("promised").due_at.astimezone(ground.now.tzinfo).date()
    )
    assert (found.light, found.steps, found.papers, found.query_code) == (None, (), (), None), (
        "and nothing more"
    )


@pytest.mark.rule("R-216")
def test_mistyped_absent_and_miscoded_numbers_get_one_answer(ground: Ground):
    digits = ground.file()
    number = str(CaseNumber.parse(digits))
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    absent = str(CaseNumber("990100", ground.now.date(), 99_999))
    answers = [
        refused(dossiers.progress, *told, now=ground.now)
        for told in ((mistyped, None), (absent, None), (number, "WRONGCODE"), ("", None), ("x" * 5000, None))
    ]
    assert {(each.reason, json.dumps(each.facts)) for each in answers} == {("no_such_case", "{}")}


@pytest.mark.rule("R-111", "R-104")
def test_of_two_departments_at_work_the_last_opens_the_decision(ground: Ground):
    digits = ground.file(ROAD)
    assert ground.case(digits).state == "received"
    ground.do("clerk", digits, "accept")
    ground.do(
        "reviewer",
        digits,
        "finish_task",
        task="survey",
        result="agree",
        text="现场属实",
        on="2026-03-02",
        place="明德路",
        participants=["甲", "乙"],
    )
    assert {each.unit for each in ground.dossier(digits).open_tasks("review")} == {
        ground.unit("CG"),
        ground.unit("GA"),
    }
    ground.do("reviewer-ga", digits, "finish_task", task="traffic", result="agree", text="不影响通行")
    assert not ground.dossier(digits).open_tasks("decide")
    ground.do("reviewer", digits, "finish_task", task="facilities", result="agree", text="设施可恢复")
    assert len(ground.dossier(digits).open_tasks("decide")) == 1


def test_a_piece_brought_later_stands_beside_the_earlier_one(ground: Ground):
    digits = ground.file(BANNER)
    code = ground.dossier(digits).of("material")[0].code
    ground.supply("clerk", digits, code)
    assert [(each.code, each.round) for each in ground.dossier(digits).of("material")][-1] == (code, 1)
    assert piece(code).code == code


def test_psycopg_is_the_only_driver():
    assert psycopg.__version__.startswith("3.")

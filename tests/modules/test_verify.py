"""Whoever changes anything past the engine is found: `verify` names the first place that does not hold."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from ground import Ground, at, rows
from yimen.base import crypto
from yimen.modules.cases import commands as cases
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as lines
from yimen.modules.licensing import commands as licensing
from yimen.rules import chain
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused
from yimen.wiring import print_receipt, verify, world


@pytest.fixture
def whole(ground: Ground) -> Ground:
    """A hall with cases at several points of their lives, and its first days sealed."""
    ground.archived()
    ground.accepted(who=1)
    ground.file(who=2)
    ledger.seal_due_days(at(3, 3))
    return ground


def flaws() -> list[str]:
    return [f"{each.where}: {each.what}" for each in cases.verify_all()]


@contextmanager
def past_the_guards(*, forced: bool = True) -> Iterator[None]:
    """As somebody with all power over the database; undone afterwards."""
    with transaction.atomic():
        if forced:
            rows("SET CONSTRAINTS ALL IMMEDIATE")
            rows("SET LOCAL session_replication_role = replica")  # no trigger, no key holds
        yield
        transaction.set_rollback(True)


def test_a_whole_hall_holds(whole: Ground):
    assert flaws() == []


@pytest.mark.rule("R-098", "R-099")
def test_every_case_of_the_demo_is_what_its_lines_say(ground: Ground):
    script = json.loads((world._WORLDS / "demo_cases.json").read_text("utf-8"))
    world.Script(ground.world, script["people"], script["cases"]).play(until=ground.now)
    ((count,),) = rows("SELECT count(*) FROM cases_case")
    assert count == len(script["cases"])
    ledger.seal_due_days(at(3, 3))
    assert flaws() == []


# one flipped byte


def target(sql: str, *told: Any) -> Any:
    ((value,),) = rows(sql, *told)
    return value


@pytest.mark.rule("R-099")
@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_a_changed_text_is_named_with_its_place(whole: Ground, n: int):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    with past_the_guards():
        rows(
            "UPDATE ledger_line SET body = replace(body, '990100', '990101') WHERE book = %s AND n = %s",
            case,
            n,
        )
        if target("SELECT body LIKE '%%990101%%' FROM ledger_line WHERE book = %s AND n = %s", case, n):
            assert flaws()[0] == f"{number} #{n}: the chain is broken here"
    with past_the_guards():
        rows(
            "UPDATE ledger_line SET body = overlay(body PLACING ' ' FROM length(body)) WHERE book = %s AND n = %s",
            case,
            n,
        )
        assert flaws()[0] == f"{number} #{n}: the chain is broken here"


@pytest.mark.parametrize("n", [1, 10])
def test_a_changed_hash_is_named_with_its_place(whole: Ground, n: int):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    with past_the_guards():
        rows(
            "UPDATE ledger_line SET hash = set_byte(hash, 7, (get_byte(hash, 7) + 1) %% 256) WHERE book = %s AND n = %s",
            case,
            n,
        )
        assert flaws()[0] == f"{number} #{n}: the chain is broken here"


@pytest.mark.parametrize(
    ("column", "value"),
    [("act", "'refuse'"), ("at", "at - interval '1 day'"), ("actor", "1"), ("unit", "unit + 1")],
)
def test_what_stands_beside_a_text_must_be_what_it_says(whole: Ground, column: str, value: str):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    with past_the_guards():
        rows(f"UPDATE ledger_line SET {column} = {value} WHERE book = %s AND n = 2", case)
        assert flaws()[0] == f"{number} #2: its text says otherwise: {column}"


CHANGES = {
    "cases_case": ("state", "'refused'", "case"),
    "cases_task": ("result", "'disagree'", "task"),
    "cases_clock": ("due_at", "due_at + interval '1 microsecond'", "clock"),
    "cases_party": ("person", "person + 1", "party"),
    "papers_paper": ("served_by", "'sms'", "paper"),
    "licensing_application": ("asked_times", "asked_times + 1", "application"),
    "licensing_material": ("copies", "copies + 1", "material"),
    "licensing_opinion": ("result", "'refused'", "opinion"),
}


@pytest.mark.rule("R-099")
@pytest.mark.parametrize("table", CHANGES)
def test_a_row_that_says_otherwise_than_its_lines_is_named(whole: Ground, table: str):
    column, value, word = CHANGES[table]
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    key = "id" if table == "cases_case" else "case_id"
    with past_the_guards():
        rows(f"UPDATE {table} SET {column} = {value} WHERE {key} = %s", case)
        (flaw,) = flaws()
        assert flaw.startswith(f"{number}: its lines say otherwise: {word}")
    with past_the_guards():
        rows(f"DELETE FROM {table} WHERE {key} = %s", case)
        assert any(str(case) in each or number in each for each in flaws())


def test_a_row_that_no_line_names_is_named(whole: Ground):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'accepted'")[0]
    with past_the_guards():
        rows(
            "INSERT INTO cases_task SELECT (jsonb_populate_record(t, '{\"n\": 77}')).* FROM cases_task t WHERE case_id = %s AND n = 1",
            case,
        )
        assert flaws() == [f"{number}: its lines say otherwise: task (77,)"]


def test_a_case_that_disappears_altogether_is_missed(whole: Ground):
    case = target("SELECT id FROM cases_case WHERE state = 'received'")
    with past_the_guards():
        rows("DELETE FROM cases_case WHERE id = %s", case)
        assert f"{case} #1: its case is gone" in flaws()


def test_a_line_that_disappears_is_missed(whole: Ground):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    with past_the_guards():
        rows("DELETE FROM ledger_line WHERE book = %s AND n = 4", case)
        assert flaws()[0] == f"{number} #4: line 4 is missing"
    with past_the_guards():
        rows("DELETE FROM ledger_line WHERE book = %s AND n = 10", case)
        assert flaws()[0].startswith(f"{number}: its lines say otherwise: case")


# private halves


def test_a_private_half_that_is_gone_changed_or_anothers_is_named(whole: Ground):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    with past_the_guards():
        rows("DELETE FROM ledger_veil WHERE book = %s AND n = 1", case)
        assert flaws()[0] == f"{number} #1: its private half is missing"
    with past_the_guards():
        rows(
            "UPDATE ledger_veil SET sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) %% 256) WHERE book = %s AND n = 1",
            case,
        )
        assert flaws()[0].startswith(f"{number} #1: its private half does not open")
    with past_the_guards():
        other = crypto.seal("veil", bytes(chain.SALT_BYTES) + b'{"facts":{"text":"x"}}')
        rows("UPDATE ledger_veil SET sealed = %s WHERE book = %s AND n = 1", other, case)
        assert flaws()[0] == f"{number} #1: its private half is another one"
    bare = target(
        "SELECT n FROM ledger_line WHERE book = %s AND body NOT LIKE '%%\"veil\"%%' ORDER BY n LIMIT 1", case
    )
    with past_the_guards():
        rows("INSERT INTO ledger_veil (book, n, sealed) VALUES (%s, %s, 'x')", case, bare)
        assert flaws()[0] == f"{number} #{bare}: a private half that it does not name"


@pytest.mark.parametrize(
    ("table", "column", "word"),
    [
        ("licensing_application", "private", "application ()"),
        ("licensing_opinion", "private", "opinion"),
        ("papers_paper", "content", "paper"),
    ],
)
def test_a_sealed_column_that_holds_something_else_is_named(
    whole: Ground, table: str, column: str, word: str
):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'archived'")[0]
    field = {
        "licensing_application": "application",
        "licensing_opinion": "opinion",
        "papers_paper": "content",
    }[table]
    with past_the_guards():
        rows(
            f"UPDATE {table} SET {column} = %s WHERE case_id = %s",
            crypto.seal_json(field, {"text": "x"}),
            case,
        )
        (flaw,) = flaws()
        assert flaw.startswith(f"{number}: its lines say otherwise: the private half of {word}")


# books, days, series


def test_a_changed_line_of_another_book_is_named(whole: Ground):
    with past_the_guards():
        rows(
            "UPDATE ledger_line SET body = replace(body, '\"act\"', '\"Act\"') WHERE n = 3 AND book IN (SELECT id FROM ledger_book WHERE name = 'people')"
        )
        assert flaws()[0] == "people #3: the chain is broken here"
    with past_the_guards():
        rows("UPDATE ledger_book SET n = n + 1 WHERE name = 'catalogue'")
        assert flaws()[0].startswith("catalogue: the book says ")


def test_who_writes_a_whole_chain_anew_is_found_by_the_published_root(whole: Ground):
    case, number = rows("SELECT id, number FROM cases_case WHERE state = 'received'")[0]
    body = target("SELECT body FROM ledger_line WHERE book = %s AND n = 1", case)
    forged = body.replace('"channel":"window"', '"channel":"web"')
    assert forged != body
    head = chain.line_hash(chain.first_link(number), forged.encode())
    with past_the_guards():
        rows("UPDATE ledger_line SET body = %s, hash = %s WHERE book = %s", forged, head, case)
        rows("UPDATE cases_case SET head = %s, channel = 'web' WHERE id = %s", head, case)
        assert flaws() == ["2026-03-02: the day's lines no longer give its published root"]


def test_a_changed_or_missing_root_is_named(whole: Ground):
    with past_the_guards():
        rows(
            "UPDATE ledger_root SET root = set_byte(root, 3, (get_byte(root, 3) + 1) %% 256) WHERE day = '2026-02-01'"
        )
        assert flaws() == ["2026-02-01: the day's lines no longer give its published root"]
    with past_the_guards():
        rows("DELETE FROM ledger_root WHERE day = '2026-02-01'")
        assert flaws() == ["2026-02-02: the day's lines no longer give its published root"]


@pytest.mark.rule("R-138")
def test_a_paper_number_that_was_skipped_is_named(whole: Ground):
    key, last = rows("SELECT key, last FROM papers_series WHERE key LIKE 'paper:%%' ORDER BY key LIMIT 1")[0]
    with past_the_guards():
        rows("UPDATE papers_series SET last = last + 1 WHERE key = %s", key)
        assert flaws() == [f"{key}: {last + 1} drawn, {last} there, the highest {last}"]


# the commands


def said(capsys: pytest.CaptureFixture[str], **options: Any) -> tuple[int, str]:
    code = verify.run(argparse.Namespace(**{"case": None, "receipt": None, **options}))
    return code, capsys.readouterr().out


def test_the_command_says_that_all_holds_or_names_the_place(
    whole: Ground, capsys: pytest.CaptureFixture[str]
):
    number = target("SELECT number FROM cases_case WHERE state = 'accepted'")
    printed = str(CaseNumber.parse(number))
    assert said(capsys) == (0, "✓ 核对无误 · all of it holds\n")
    assert said(capsys, case=printed) == (0, "✓ 核对无误 · all of it holds\n")
    with past_the_guards():
        rows("UPDATE cases_case SET outcome = 'granted' WHERE number = %s", number)
        for options in ({}, {"case": printed}):
            code, text = said(capsys, **options)
            assert (code, number in text) == (1, True)
    with pytest.raises(Refused):
        said(capsys, case="990100-20260302-00001-0")


def test_a_receipt_is_given_out_and_checked_by_command(
    whole: Ground, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    number = str(CaseNumber.parse(target("SELECT number FROM cases_case WHERE state = 'archived'")))
    assert print_receipt.run(argparse.Namespace(number=number, line=3)) == 0
    file = tmp_path / "receipt.json"
    file.write_text(capsys.readouterr().out, "utf-8")
    assert said(capsys, receipt=file)[0] == 0
    file.write_text(file.read_text("utf-8").replace("in_review", "in_revieW"), "utf-8")
    code, text = said(capsys, receipt=file)
    assert (code, "its text was changed" in text) == (1, True)
    file.write_text("{}", "utf-8")
    assert said(capsys, receipt=file)[0] == 1
    file.write_bytes(b"\xff\x00")
    assert said(capsys, receipt=file)[0] == 1


def test_papers_drawn_later_change_nothing_that_verify_reads(whole: Ground):
    for (number,) in rows("SELECT number FROM cases_case"):
        licensing.seal_papers(number, now=at(3, 3))
    assert flaws() == []
    assert list(lines.book_flaws()) == []
    assert connection.in_atomic_block

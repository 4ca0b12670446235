"""No approval outside the platform, proven by the database: the web's role cannot touch a case but by the one write."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from ground import BANNER, Ground

GRANTS = Path(__file__).parent.parent.parent / "docs" / "grants.sql"


@pytest.fixture
def as_the_web(ground: Ground) -> Ground:
    """The ground, worked on under a role that has what `docs/grants.sql` gives and nothing more."""
    statements = GRANTS.read_text("utf-8").replace(":web", "yimen_web")
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS yimen_web")
        cursor.execute("CREATE ROLE yimen_web")
        cursor.execute(statements)
        cursor.execute("SET LOCAL ROLE yimen_web")
    return ground


@pytest.mark.rule("R-100")
def test_the_webs_role_moves_cases_by_the_one_write(as_the_web: Ground) -> None:
    digits = as_the_web.file(BANNER)
    as_the_web.do("clerk", digits, "accept")
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM cases_case WHERE number = %s", [digits])
        assert cursor.fetchone() == ("accepted",)


@pytest.mark.rule("R-100", "R-099")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_case SET outcome = 'granted'",
        "UPDATE cases_task SET closed_at = opened_at",
        "DELETE FROM cases_clock",
        "INSERT INTO papers_series (key, last) VALUES ('paper:云城管许:2026', 99)",
        "UPDATE papers_paper SET void = true",
        "UPDATE ledger_line SET body = ''",
        "DELETE FROM ledger_line",
        "UPDATE licensing_application SET receipt_no = '1'",
    ],
)
def test_the_webs_role_cannot_go_past_the_platform(as_the_web: Ground, statement: str) -> None:
    as_the_web.file(BANNER)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

"""Which editions open cases run out under: a house that lacks one of them cannot serve them (engine: §3)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from .. import subjects


def unknown_editions() -> Mapping[str, int]:
    """The editions that cases not yet archived name and no subject has, each with how many cases. Nothing, as a rule."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_UNDER_OTHERS, [list(subjects.editions())])
        return dict(cursor.fetchall())


_OPEN_UNDER_OTHERS = """
    SELECT c.procedure, count(*) FROM cases_case c
    WHERE c.procedure <> ALL (%s::text[]) AND (
        c.closed_at IS NULL OR EXISTS (SELECT FROM cases_task t WHERE t.case_id = c.id AND t.closed_at IS NULL)
    )
    GROUP BY c.procedure ORDER BY c.procedure
"""

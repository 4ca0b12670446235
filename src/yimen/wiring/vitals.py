"""How the house is: whether it lives, whether it can serve, and a few figures that cost nothing to count."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.base import clock


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of anybody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers too: requests may be sent here. 503 while they may not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def metrics(_request: HttpRequest) -> HttpResponse:
    """Prometheus text. Rows of tables are the planner's estimates: no figure scans one."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE, [clock.machine_now(), clock.hall_now()])
        figures = cursor.fetchall()
        cursor.execute(TABLES)
        tables = cursor.fetchall()
    lines = []
    for name, about, value in figures:
        lines += [f"# HELP {name} {about}", f"# TYPE {name} gauge", f"{name} {value}"]
    lines += ["# HELP yimen_rows Estimated rows of a table.", "# TYPE yimen_rows gauge"]
    lines += [f'yimen_rows{{table="{name}"}} {rows}' for name, rows in tables]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


DATABASE = """
SELECT 'yimen_database_bytes', 'Size of the database.', pg_database_size(current_database())
UNION ALL
SELECT 'yimen_database_connections', 'Open connections to the database.', count(*)
  FROM pg_stat_activity WHERE datname = current_database()
UNION ALL
SELECT 'yimen_database_oldest_transaction_seconds', 'Age of the oldest open transaction.',
       coalesce(max(round(extract(epoch FROM %s - xact_start)))::bigint, 0)
  FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
UNION ALL
SELECT 'yimen_todos_due', 'To-dos that are due and wait for the worker, counted no further than 1000.', count(*)
  FROM (SELECT 1 FROM ledger_todo WHERE tries < 5 AND due_at <= %s LIMIT 1000) due
UNION ALL
SELECT 'yimen_todos_troubled', 'To-dos that failed five times and wait for somebody, counted no further than 1000.', count(*)
  FROM (SELECT 1 FROM ledger_todo WHERE tries >= 5 LIMIT 1000) troubled
"""
TABLES = """
SELECT relname, greatest(reltuples, 0)::bigint
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""

"""The one write, as SQL: generated from the models, one function for each subject's set of tables.

`write_function` gives the text that a subject keeps in its `sql/` folder and installs by a migration; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection, models

from . import models as engine
from .versions import VERSIONS_SQL


class Table(NamedTuple):
    """A table that a move may write: its word in a line's body, its key inside the case, whether it has a private half."""

    word: str
    model: type[models.Model]
    key: tuple[str, ...] = ("n",)
    private: bool = False


def engine_tables() -> tuple[Table, ...]:
    from django.apps import apps  # noqa: PLC0415  papers' table is reached by its name, as a foreign key would

    return (
        Table("task", engine.Task),
        Table("clock", engine.Clock),
        Table("party", engine.Party),
        Table("link", engine.Link, ("other", "kind")),
        Table("paper", apps.get_model("papers", "Paper"), ("series", "k"), private=True),
    )


def _columns(model: type[models.Model]) -> list[tuple[str, str]]:
    return [
        (field.column, str(field.db_type(connection)))
        for field in model._meta.local_concrete_fields  # noqa: SLF001
        if field.column is not None
    ]


def write_function(name: str, details: Iterable[Table]) -> str:
    """The SQL of `name(ids, ns, texts, hashes, veils, rests)`: it returns the ids of the cases that were moved."""
    parts = [_HEAD.format(name=name), _case()]
    for table in (*engine_tables(), *details):
        parts.append(_new(table))
        if table.word != "link":
            parts.append(_set(table))
    return ",\n".join(parts) + _TAIL


def _case() -> str:
    columns = [column for column, _ in _columns(engine.Case)]
    told = [column for column in columns if column not in {"id", "n", "head"}]
    return f"""-- a new case: the serial of its number and its id were drawn beforehand
filed AS (
    INSERT INTO cases_case (id, {", ".join(told)}, n, head)
    SELECT move.id, {", ".join(f"r.{each}" for each in told)}, 1, move.hash
    FROM move, jsonb_populate_record(NULL::cases_case, move.body #> '{{new,case,0}}') AS r
    WHERE move.n = 0
    RETURNING cases_case.id
),
-- an old one: locked in ascending order, and only if it still stands where the move read it
held AS MATERIALIZED (
    SELECT c.id FROM cases_case c JOIN move ON c.id = move.id AND c.n = move.n
    WHERE move.n > 0 ORDER BY c.id FOR NO KEY UPDATE OF c
),
moved AS (
    UPDATE cases_case c
    SET ({", ".join(told)}) = (
            SELECT {", ".join(f"r.{each}" for each in told)}
            FROM jsonb_populate_record(c, coalesce(move.body #> '{{set,case}}', '{{}}')) AS r
        ),
        n = move.n + 1,
        head = move.hash
    FROM move JOIN held ON held.id = move.id
    WHERE c.id = move.id AND c.n = move.n
    RETURNING c.id
),
won AS MATERIALIZED (
    SELECT move.* FROM move WHERE move.id IN (SELECT filed.id FROM filed UNION ALL SELECT moved.id FROM moved)
),
line AS (
    INSERT INTO ledger_line (book, n, at, act, actor, unit, body, hash)
    SELECT won.id, won.n + 1, (won.body ->> 'at')::timestamptz, won.body ->> 'act',
           (won.body #>> '{{by,staff}}')::bigint, (won.body #>> '{{by,unit}}')::bigint, won.text, won.hash
    FROM won
),
veil AS (
    INSERT INTO ledger_veil (book, n, sealed) SELECT won.id, won.n + 1, won.veil FROM won WHERE won.veil IS NOT NULL
),
todo AS (
    INSERT INTO ledger_todo (due_at, run, book, n, data, tries)
    SELECT t.due_at, t.run, won.id, won.n + 1, t.data, 0
    FROM won, jsonb_to_recordset(won.rest -> 'todos') AS t(due_at timestamptz, run text, data jsonb)
),
answer AS (
    INSERT INTO ledger_answer (actor, key, digest, status, sealed, at)
    SELECT a.actor, a.key, decode(a.digest, 'hex'), a.status, decode(a.sealed, 'hex'), a.at
    FROM won, jsonb_to_record(won.rest -> 'answer')
         AS a(actor text, key text, digest text, status smallint, sealed text, at timestamptz)
    WHERE a.key IS NOT NULL
)"""


def _private_of(table: Table, row: str) -> str:
    match = " AND ".join(
        f"(p ->> '{key}')::{kind} = {row}.{key}" for key, kind in _columns(table.model) if key in table.key
    )
    where = f" WHERE {match}" if match else ""
    return f"decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{{private,{table.word}}}') AS p{where}), 'hex')"


def _told(table: Table) -> tuple[list[str], str | None]:
    columns = [column for column, _ in _columns(table.model)]
    hidden = {"content", "private"} & set(columns)
    secret = next(iter(hidden), None) if table.private else None
    return [each for each in columns if each not in {"case_id", secret}], secret


def _new(table: Table) -> str:
    told, secret = _told(table)
    name = table.model._meta.db_table  # noqa: SLF001
    into, values = ["case_id", *told], ["won.id", *(f"r.{each}" for each in told)]
    if secret:
        into.append(secret)
        values.append(_private_of(table, "r"))
    return f"""{table.word}_new AS (
    INSERT INTO {name} ({", ".join(into)})
    SELECT {", ".join(values)}
    FROM won, jsonb_populate_recordset(NULL::{name}, won.body #> '{{new,{table.word}}}') AS r
)"""


def _set(table: Table) -> str:
    told, secret = _told(table)
    name = table.model._meta.db_table  # noqa: SLF001
    changed = [each for each in told if each not in table.key]
    kinds = dict(_columns(table.model))
    match = "".join(f" AND t.{key} = (d.delta ->> '{key}')::{kinds[key]}" for key in table.key)
    private = f",\n        {secret} = coalesce({_private_of(table, 't')}, t.{secret})" if secret else ""
    return f"""{table.word}_set AS (
    UPDATE {name} t
    SET ({", ".join(changed)}) = (
            SELECT {", ".join(f"r.{each}" for each in changed)} FROM jsonb_populate_record(t, d.delta) AS r
        ){private}
    FROM won, jsonb_array_elements(won.body #> '{{set,{table.word}}}') AS d(delta)
    WHERE t.case_id = won.id{match}
)"""


_HEAD = """-- The one write path, {name}: line n+1 and exactly the rows that it names, for one move or for five hundred.
-- Generated from the models by modules/cases/statement.py. Rows are read out of the line's own text, so that a row
-- cannot say what its line does not; only the sealed private halves come beside it.
CREATE FUNCTION {name}(
    ids bigint[], ns integer[], texts text[], hashes bytea[], veils bytea[], rests jsonb[]
) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $write$
BEGIN
RETURN QUERY
WITH move AS MATERIALIZED (
    SELECT u.id, u.n, u.text, u.text::jsonb AS body, u.hash, u.veil, u.rest
    FROM unnest(ids, ns, texts, hashes, veils, rests) AS u(id, n, text, hash, veil, rest)
)"""
_TAIL = """
SELECT won.id FROM won;
END $write$;
"""


def load_columns(details: Sequence[Table]) -> str:
    """The select list that gathers a case's rows as JSON, in one statement and one snapshot."""
    rows = [_rows(table) for table in (*engine_tables(), *details)]
    past = (
        "'past', (SELECT json_agg(json_build_array(l.n, l.act, l.actor, l.at) ORDER BY l.n)"
        " FROM ledger_line l WHERE l.book = c.id)"
    )
    versions = f"'versions', {VERSIONS_SQL}"
    return "json_build_object('case', row_to_json(c), " + ", ".join([*rows, past, versions]) + ")"


def _rows(table: Table) -> str:
    name = table.model._meta.db_table  # noqa: SLF001
    if table.word == "paper":  # what a paper said is read where it is drawn, not by every move
        columns = ", ".join(column for column, _ in _columns(table.model) if column != "content")
        inner = f"(SELECT json_agg(t) FROM (SELECT {columns} FROM {name} WHERE case_id = c.id ORDER BY n, series) t)"
    else:
        order = " ORDER BY t.n" if "n" in table.key else ""
        inner = f"(SELECT json_agg(t{order}) FROM {name} t WHERE t.case_id = c.id)"
    return f"'{table.word}', {inner}"

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
    return "".join(parts) + _TAIL


def _case() -> str:
    told = [column for column, _ in _columns(engine.Case) if column not in {"id", "n", "head"}]
    columns, values = ", ".join(told), ", ".join(f"r.{each}" for each in told)
    return f"""
    IF begins THEN  -- the serial of a new case's number and its id were drawn beforehand
        INSERT INTO cases_case (id, {columns}, n, head)
        SELECT m.id, {values}, 1, m.hash
        FROM unnest(ids, ns, bodies, hashes) AS m(id, n, body, hash),
             jsonb_populate_record(NULL::cases_case, m.body #> '{{new,case,0}}') AS r
        WHERE m.n = 0;
    END IF;
    IF goes_on THEN
        UPDATE cases_case c
        SET ({columns}) = (
                SELECT {values}
                FROM jsonb_populate_record(c, coalesce(m.body #> '{{set,case}}', '{{}}')) AS r
            ),
            n = m.n + 1, head = m.hash
        FROM unnest(ids, ns, bodies, hashes) AS m(id, n, body, hash)
        WHERE c.id = m.id AND m.n > 0;
    END IF;
"""


def _private_of(table: Table, row: str) -> str:
    match = " AND ".join(
        f"(p ->> '{key}')::{kind} = {row}.{key}" for key, kind in _columns(table.model) if key in table.key
    )
    where = f" WHERE {match}" if match else ""
    halves = f"jsonb_array_elements(m.rest #> '{{private,{table.word}}}') AS p"
    return f"decode((SELECT p ->> 'private' FROM {halves}{where}), 'hex')"


def _told(table: Table) -> tuple[list[str], str | None]:
    columns = [column for column, _ in _columns(table.model)]
    hidden = {"content", "private"} & set(columns)
    secret = next(iter(hidden), None) if table.private else None
    return [each for each in columns if each not in {"case_id", secret}], secret


def _new(table: Table) -> str:
    told, secret = _told(table)
    name = table.model._meta.db_table  # noqa: SLF001
    into, values = ["case_id", *told], ["m.id", *(f"r.{each}" for each in told)]
    if secret:
        into.append(secret)
        values.append(_private_of(table, "r"))
    return f"""    IF '{table.word}' = ANY (added) THEN
        INSERT INTO {name} ({", ".join(into)})
        SELECT {", ".join(values)}
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::{name}, m.body #> '{{new,{table.word}}}') AS r;
    END IF;
"""


def _set(table: Table) -> str:
    told, secret = _told(table)
    name = table.model._meta.db_table  # noqa: SLF001
    changed = [each for each in told if each not in table.key]
    kinds = dict(_columns(table.model))
    match = "".join(f" AND t.{key} = (d.delta ->> '{key}')::{kinds[key]}" for key in table.key)
    private = f",\n            {secret} = coalesce({_private_of(table, 't')}, t.{secret})" if secret else ""
    return f"""    IF '{table.word}' = ANY (changed) THEN
        UPDATE {name} t
        SET ({", ".join(changed)}) = (
                SELECT {", ".join(f"r.{each}" for each in changed)} FROM jsonb_populate_record(t, d.delta) AS r
            ){private}
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{{set,{table.word}}}') AS d(delta)
        WHERE t.case_id = m.id{match};
    END IF;
"""


_HEAD = """-- The one write path, {name}: line n+1 and exactly the rows that it names, for one move or for five hundred.
-- Generated from the models by modules/cases/statement.py. Rows are read out of the line's own text, so that a row
-- cannot say what its line does not; only the sealed private halves come beside it. One call is one statement to its
-- caller: all of it is written or nothing is. Tables that no line names are not touched. Plans are made once and go by
-- index, whatever statistics say on the day they are made: a hall that has just opened may be a big one tomorrow.
CREATE OR REPLACE FUNCTION {name}(
    ids bigint[], ns integer[], texts text[], hashes bytea[], veils bytea[], rests jsonb[]
) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $write$
DECLARE
    bodies jsonb[] := texts::jsonb[];
    begins CONSTANT boolean := 0 = ANY (ns);
    goes_on CONSTANT boolean := 0 < ANY (ns);
    won bigint[];
    added text[];
    changed text[];
BEGIN
    -- an old case is locked in ascending order, and only if it still stands where the move read it
    IF goes_on THEN
        won := ARRAY(
            SELECT c.id FROM cases_case c JOIN unnest(ids, ns) AS m(id, n) ON c.id = m.id AND c.n = m.n
            WHERE m.n > 0 ORDER BY c.id FOR NO KEY UPDATE OF c
        );
        IF cardinality(won) + cardinality(array_positions(ns, 0)) < cardinality(ids) THEN
            SELECT array_agg(m.id), array_agg(m.n), array_agg(m.text), array_agg(m.body), array_agg(m.hash), array_agg(m.veil),
                   array_agg(m.rest)
            INTO ids, ns, texts, bodies, hashes, veils, rests
            FROM unnest(ids, ns, texts, bodies, hashes, veils, rests) AS m(id, n, text, body, hash, veil, rest)
            WHERE m.n = 0 OR m.id = ANY (won);
            IF ids IS NULL THEN
                RETURN;
            END IF;
        END IF;
    END IF;
    added := ARRAY(SELECT DISTINCT jsonb_object_keys(body -> 'new') FROM unnest(bodies) AS body);
    changed := ARRAY(SELECT DISTINCT jsonb_object_keys(body -> 'set') FROM unnest(bodies) AS body);

    INSERT INTO ledger_line (book, n, at, act, actor, unit, body, hash)
    SELECT m.id, m.n + 1, (m.body ->> 'at')::timestamptz, m.body ->> 'act',
           (m.body #>> '{{by,staff}}')::bigint, (m.body #>> '{{by,unit}}')::bigint, m.text, m.hash
    FROM unnest(ids, ns, texts, bodies, hashes) AS m(id, n, text, body, hash);
    IF array_remove(veils, NULL) <> '{{}}' THEN
        INSERT INTO ledger_veil (book, n, sealed)
        SELECT m.id, m.n + 1, m.veil FROM unnest(ids, ns, veils) AS m(id, n, veil) WHERE m.veil IS NOT NULL;
    END IF;
    INSERT INTO ledger_todo (due_at, run, book, n, data, tries)
    SELECT t.due_at, t.run, m.id, m.n + 1, t.data, 0
    FROM unnest(ids, ns, rests) AS m(id, n, rest),
         jsonb_to_recordset(m.rest -> 'todos') AS t(due_at timestamptz, run text, data jsonb);
    IF rests[1] ? 'answer' THEN  -- who waits for an answer moves one case alone
        INSERT INTO ledger_answer (actor, key, digest, status, sealed, at)
        SELECT a.actor, a.key, decode(a.digest, 'hex'), a.status, decode(a.sealed, 'hex'), a.at
        FROM jsonb_to_record(rests[1] -> 'answer')
             AS a(actor text, key text, digest text, status smallint, sealed text, at timestamptz);
    END IF;
"""

_TAIL = """    RETURN QUERY SELECT unnest(ids);
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

"""Many open cases, soon: some that the engine itself has moved, and copies of them that differ in what must differ.

A copy has its own id, number with check digit, paper numbers and chain of hashes; everything else is its original's, also what
lies under the veils. PostgreSQL writes them table by table; `verify` finds nothing to say about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any, Final

from django.db import connection

from yimen.modules.cases import commands as cases
from yimen.modules.cases.statement import engine_tables
from yimen.modules.catalogue import queries as items
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing.commands import Filing
from yimen.modules.licensing.subject import DETAILS
from yimen.modules.people import queries as people
from yimen.modules.people.models import Account
from yimen.rules.actors import Actor
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber

WASTE: Final = "11990100MB0000035A3000117004001"
BANNER: Final = "11990100MB0000035A3000117002002"
NURSE: Final = "11990100MB000004353000123021001"
ITEMS: Final = ((WASTE, "reviewer"), (BANNER, "reviewer"), (NURSE, "reviewer-wj"))
PEOPLE: Final = (
    ("王小明", "990100198804121176", "13800000001"),
    ("赵一鸣", "990100199109232135", "13800000002"),
    ("刘思远", "990100197603083316", "13800000003"),
)
ORIGINALS: Final = 120


def actor(name: str, now: datetime) -> Actor:
    return people.actor(Account.objects.get(username=name).id, today=now.date())


def filing(item: str, who: int) -> Filing:
    """An application at the counter with all that the guide asks for."""
    facts = items.published(item)
    name, number, phone = PEOPLE[who % len(PEOPLE)]
    return Filing(
        item=item, kind="person", name=name, id_number=number, phone=phone, channel="window",
        form={k: v["examples"][0] for k, v in (facts.form or {}).get("properties", {}).items() if v.get("examples")},
        submitted=tuple(
            Submitted(each.code, original=True, copies=max(1, each.copies), pages=2, stamped=True)
            for each in facts.materials
            if each.source != "shared"
        ),
    )  # fmt: skip


def live(now: datetime) -> None:
    """The originals: filed on the working mornings of the last four weeks, most accepted, some in review; what fell due has happened."""
    moments = sorted(islice(cycle(_mornings(now)), ORIGINALS))
    for nth, at in enumerate(moments):
        _pass_time(at)
        item, reviewer = ITEMS[nth % len(ITEMS)]
        clerk = actor("clerk", at)
        answer = licensing.file(clerk, filing(item, nth), now=at).answer
        digits = CaseNumber.parse(answer["number"]).digits
        if nth % 10:
            licensing.act(clerk, digits, "accept", {}, now=at + timedelta(minutes=20))
        if nth % 10 > 7:
            licensing.act(actor(reviewer, at), digits, "take_task", {}, now=at + timedelta(minutes=40))
    _pass_time(now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_todo WHERE book IS NOT NULL")  # nobody is told, no paper is drawn


def _mornings(now: datetime) -> list[datetime]:
    days = (now - timedelta(days=back) for back in range(1, 29))
    return [each for each in days if each.weekday() < 5 and not (2, 14) < (each.month, each.day) < (2, 24)]


def _pass_time(to: datetime) -> None:
    while (due := cases.next_turn()) is not None and due <= to:
        cases.turn_due(now=due)


def grow(to: int) -> int:
    """Copy the originals until there are so many cases; how many were added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        missing = to - cursor.fetchone()[0]
        if missing <= 0:
            return 0
        cursor.execute(_SCHEME)
        _plan(cursor, missing)
        cursor.execute(
            "SET session_replication_role = replica"
        )  # keys hold by how the rows are made; verify looks again
        for statement in _copies():
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("DROP TABLE bench_original, bench_copy, bench_paper; ANALYZE; CHECKPOINT")
    return missing


def _plan(cursor: Any, missing: int) -> None:
    """Ids, numbers and paper numbers of the copies, by the product's own rules."""
    cursor.execute("SELECT id, number FROM bench_original ORDER BY id")
    originals = cursor.fetchall()
    cursor.execute(
        "SELECT case_id, series, k FROM papers_paper WHERE case_id IN (SELECT id FROM bench_original)"
    )
    papers: dict[int, list[tuple[str, int]]] = {}
    for case, series, k in cursor.fetchall():
        papers.setdefault(case, []).append((series, k))
    cursor.execute("SELECT key, last FROM papers_series")
    last = dict(cursor.fetchall())
    cursor.execute("SELECT nextval('ledger_id')")
    first = cursor.fetchone()[0]

    def copies() -> Iterator[tuple[int, int, str]]:
        for nth, (original, number) in enumerate(islice(cycle(originals), missing)):
            told = CaseNumber.parse(number)
            key = f"case:{told.division}:{told.day:%Y%m%d}"
            last[key] += 1
            yield original, first + nth, CaseNumber(told.division, told.day, last[key]).digits

    with cursor.cursor.copy("COPY bench_copy (original, id, number) FROM STDIN") as out:
        for row in copies():
            out.write_row(row)
    with cursor.cursor.copy("COPY bench_paper (original, id, series, old, k) FROM STDIN") as out:
        for nth, (original, _) in enumerate(islice(cycle(originals), missing)):
            for series, k in papers.get(original, ()):
                last[series] += 1
                out.write_row((original, first + nth, series, k, last[series]))
    cursor.executemany(
        "UPDATE papers_series SET last = %s WHERE key = %s", [(n, key) for key, n in last.items()]
    )
    cursor.execute("SELECT setval('ledger_id', %s)", [first + missing])
    cursor.execute("ANALYZE bench_copy; ANALYZE bench_paper")


_SCHEME: Final = """
-- whose lives are copied, the first time and ever after: not those that the floor writes on
CREATE TABLE IF NOT EXISTS bench_seed AS SELECT id FROM cases_case WHERE id % 7 <> 5;
CREATE TEMP TABLE bench_original AS
    SELECT c.id, c.number, array_agg(l.body ORDER BY l.n) AS bodies
    FROM bench_seed s JOIN cases_case c ON c.id = s.id JOIN ledger_line l ON l.book = c.id GROUP BY c.id;
CREATE TEMP TABLE bench_copy (original bigint, id bigint, number text);
CREATE TEMP TABLE bench_paper (original bigint, id bigint, series text, old bigint, k bigint);
-- the texts of a case's lines with a copy's id, number and paper numbers in them
CREATE OR REPLACE FUNCTION pg_temp.told(bodies text[], old bigint, new bigint, was text, number text, papers jsonb)
RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    paper jsonb;
    whole text := array_to_string(bodies, chr(1));
BEGIN
    whole := replace(replace(whole, '"id":' || old, '"id":' || new), '"number":"' || was, '"number":"' || number);
    whole := replace(whole, '"book":"' || was, '"book":"' || number);
    FOR paper IN SELECT jsonb_array_elements(papers) LOOP
        whole := replace(whole, format('"series":"%s","k":%s,', paper ->> 0, paper ->> 1),
                         format('"series":"%s","k":%s,', paper ->> 0, paper ->> 2));
    END LOOP;
    RETURN string_to_array(whole, chr(1));
END $$;
CREATE OR REPLACE FUNCTION pg_temp.chained(number text, bodies text[]) RETURNS bytea[] LANGUAGE plpgsql AS $$
DECLARE
    before bytea := convert_to(number, 'UTF8');
    body text;
    hashes bytea[] := '{}';
BEGIN
    FOREACH body IN ARRAY bodies LOOP
        before := '\\x01'::bytea || sha256(before || convert_to(body, 'UTF8'));
        hashes := hashes || before;
    END LOOP;
    RETURN hashes;
END $$;
"""


def _copies() -> Iterator[str]:
    """A statement for each table."""
    yield """
        CREATE TEMP TABLE bench_line AS
        SELECT c.original, c.id, c.number, t.bodies, pg_temp.chained(c.number, t.bodies) AS hashes
        FROM bench_copy c JOIN bench_original o ON o.id = c.original
        LEFT JOIN (SELECT id, jsonb_agg(jsonb_build_array(series, old, k)) AS papers FROM bench_paper GROUP BY id) p
            ON p.id = c.id,
        LATERAL (SELECT pg_temp.told(o.bodies, o.id, c.id, o.number, c.number, coalesce(p.papers, '[]')) AS bodies) t
    """
    yield """
        INSERT INTO ledger_line (book, n, at, act, actor, unit, body, hash)
        SELECT c.id, l.n, l.at, l.act, l.actor, l.unit, c.bodies[l.n], c.hashes[l.n]
        FROM bench_line c JOIN ledger_line l ON l.book = c.original
    """
    yield """
        INSERT INTO ledger_veil (book, n, sealed)
        SELECT c.id, v.n, v.sealed FROM bench_copy c JOIN ledger_veil v ON v.book = c.original
    """
    from yimen.modules.cases.models import Case
    from yimen.modules.papers.models import Paper

    told = {"id": "c.id", "number": "c.number", "head": "c.hashes[cardinality(c.hashes)]"}
    yield _copy(Case, "id", told, "bench_line")
    for table in (*engine_tables(), *DETAILS):
        if table.model is Paper:
            more = "JOIN bench_paper p ON p.id = c.id AND p.series = t.series AND p.old = t.k"
            yield _copy(Paper, "case_id", {"case_id": "c.id", "k": "p.k"}, "bench_copy", more)
        else:
            yield _copy(table.model, "case_id", {"case_id": "c.id"}, "bench_copy")
    yield "DROP TABLE bench_line"


def _copy(model: Any, key: str, told: dict[str, str], source: str, more: str = "") -> str:
    columns = [field.column for field in model._meta.local_concrete_fields if field.column]
    values = ", ".join(told.get(each, f"t.{each}") for each in columns)
    name = model._meta.db_table
    return (
        f"INSERT INTO {name} ({', '.join(columns)}) SELECT {values}"
        f" FROM {source} c JOIN {name} t ON t.{key} = c.original {more}"
    )


def flaw_among(count: int) -> Any:
    """The first flaw of so many cases taken at random; None if they hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM cases_case WHERE id %% 7 = 1 AND number NOT LIKE 'floor%%' ORDER BY md5(number) LIMIT %s",
            [count],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    return next((flaw for flaw in map(cases.verify_case, numbers) if flaw), None)

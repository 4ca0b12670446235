"""Numbers are drawn by two functions, so that a web role without any right to the engine's tables can still move a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

CLAIM = """
-- Numbers of these series in ascending order of key, if the case still stands at line at_n; no row if not. The case is
-- locked first, then the series (engine: lock order); both are kept until the caller's transaction ends.
CREATE FUNCTION cases_claim(case_id bigint, at_n integer, keys text[], counts bigint[])
RETURNS TABLE (series text, top bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $claim$
BEGIN
    IF at_n > 0 THEN
        PERFORM 1 FROM cases_case c WHERE c.id = case_id AND c.n = at_n FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;
    RETURN QUERY
    INSERT INTO papers_series AS s (key, last)
    SELECT u.key, u.count FROM unnest(keys, counts) AS u(key, count) ORDER BY u.key
    ON CONFLICT (key) DO UPDATE SET last = s.last + excluded.last
    RETURNING s.key, s.last;
END $claim$;

-- A new case's id and the serial of its number; a serial may be skipped, so nothing is held.
CREATE FUNCTION cases_serial(series text) RETURNS TABLE (id bigint, serial bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $serial$
    INSERT INTO papers_series AS s (key, last) VALUES (series, 1)
    ON CONFLICT (key) DO UPDATE SET last = s.last + 1
    RETURNING nextval('ledger_id'), s.last;
$serial$;
"""
UNDO = """
DROP FUNCTION cases_serial(text);
DROP FUNCTION cases_claim(bigint, integer, text[], bigint[]);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0003_newly_promised"),
        ("papers", "0001_papers_and_series"),
    ]
    operations: ClassVar = [migrations.RunSQL(CLAIM, UNDO)]

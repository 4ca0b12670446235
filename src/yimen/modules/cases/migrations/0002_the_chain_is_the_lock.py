"""The database itself refuses a case that moves on without its line."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

GUARD = """
CREATE FUNCTION cases_next_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.n <> OLD.n + 1 THEN
        RAISE EXCEPTION 'case % moves from line % to %', OLD.id, OLD.n, NEW.n;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER next_line BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_next_line();
ALTER TABLE cases_case ADD CONSTRAINT case_has_its_line FOREIGN KEY (id, n) REFERENCES ledger_line (book, n);
"""
UNDO = """
ALTER TABLE cases_case DROP CONSTRAINT case_has_its_line;
DROP TRIGGER next_line ON cases_case;
DROP FUNCTION cases_next_line();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0001_initial"), ("ledger", "0002_append_only")]
    operations: ClassVar = [migrations.RunSQL(GUARD, UNDO)]

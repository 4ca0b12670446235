"""Lines are only ever added; ids carry their city."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_line
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
-- One sequence for cases and books: id = cell * 10^12 + k, so that ids are unique in a province.
CREATE SEQUENCE ledger_id AS bigint MINVALUE 1;
"""

UNDO = """
DROP SEQUENCE ledger_id;
DROP TRIGGER append_only ON ledger_line;
DROP TRIGGER never_emptied ON ledger_line;
DROP FUNCTION ledger_append_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(APPEND_ONLY, UNDO)]

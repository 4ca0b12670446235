"""What somebody said of a service stands: the database itself refuses to change or drop it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FORBID = """
CREATE FUNCTION evaluation_rating_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a rating is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rating_stands BEFORE UPDATE OR DELETE ON evaluation_rating
    FOR EACH ROW EXECUTE FUNCTION evaluation_rating_stands();
"""
ALLOW = """
DROP TRIGGER rating_stands ON evaluation_rating;
DROP FUNCTION evaluation_rating_stands();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("evaluation", "0001_ratings")]
    operations: ClassVar = [migrations.RunSQL(FORBID, ALLOW)]

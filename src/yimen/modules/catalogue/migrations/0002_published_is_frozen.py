"""What was published stays as it was: only its state may still move on, and no row goes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FROZEN = """
CREATE FUNCTION catalogue_published_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version is kept: cases were accepted under it';
    END IF;
    IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
        RAISE EXCEPTION 'a published version is frozen: revise the item instead';
    END IF;
    IF NEW.state = 'draft' OR (OLD.state <> 'published' AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'a version does not go back from % to %', OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_is_frozen BEFORE UPDATE OR DELETE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_published_is_frozen();
"""

UNDO = """
DROP TRIGGER published_is_frozen ON catalogue_itemversion;
DROP FUNCTION catalogue_published_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalogue", "0001_what_can_be_done")]
    operations: ClassVar = [migrations.RunSQL(FROZEN, UNDO)]

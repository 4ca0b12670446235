-- The next line of a book that its caller has locked, with its veil and the to-dos that follow from it. One call is one
-- statement: all of it is written or nothing is. What stands beside the text is read out of the text.
CREATE OR REPLACE FUNCTION ledger_write(book bigint, line text, hash bytea, veil bytea, todos jsonb)
RETURNS void LANGUAGE plpgsql AS $write$
DECLARE
    body CONSTANT jsonb := line;
    place CONSTANT integer := (body ->> 'n')::integer;
    moment CONSTANT timestamptz := (body ->> 'at')::timestamptz;
BEGIN
    INSERT INTO ledger_line (book, n, at, act, actor, unit, body, hash)
    VALUES (book, place, moment, body ->> 'act', (body #>> '{by,staff}')::bigint, (body #>> '{by,unit}')::bigint, line, hash);
    UPDATE ledger_book b SET n = place, head = hash, at = moment WHERE b.id = book;
    IF veil IS NOT NULL THEN
        INSERT INTO ledger_veil (book, n, sealed) VALUES (book, place, veil);
    END IF;
    IF todos IS NOT NULL THEN
        INSERT INTO ledger_todo (due_at, run, book, n, tries)
        SELECT moment, t.run, ledger_write.book, place, 0 FROM jsonb_array_elements_text(todos) AS t(run);
    END IF;
END $write$;

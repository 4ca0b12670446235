-- The one write path, licensing_write: line n+1 and exactly the rows that it names, for one move or for five hundred.
-- Generated from the models by modules/cases/statement.py. Rows are read out of the line's own text, so that a row
-- cannot say what its line does not; only the sealed private halves come beside it. One call is one statement to its
-- caller: all of it is written or nothing is. Tables that no line names are not touched. Plans are made once and go by
-- index, whatever statistics say on the day they are made: a hall that has just opened may be a big one tomorrow.
CREATE OR REPLACE FUNCTION licensing_write(
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
           (m.body #>> '{by,staff}')::bigint, (m.body #>> '{by,unit}')::bigint, m.text, m.hash
    FROM unnest(ids, ns, texts, bodies, hashes) AS m(id, n, text, body, hash);
    IF array_remove(veils, NULL) <> '{}' THEN
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

    IF begins THEN  -- the serial of a new case's number and its id were drawn beforehand
        INSERT INTO cases_case (id, number, procedure, state, track, outcome, disposition, item_version, department, home, division, channel, guarded, received_at, accepted_at, decided_at, completed_at, closed_at, due_at, light, n, head)
        SELECT m.id, r.number, r.procedure, r.state, r.track, r.outcome, r.disposition, r.item_version, r.department, r.home, r.division, r.channel, r.guarded, r.received_at, r.accepted_at, r.decided_at, r.completed_at, r.closed_at, r.due_at, r.light, 1, m.hash
        FROM unnest(ids, ns, bodies, hashes) AS m(id, n, body, hash),
             jsonb_populate_record(NULL::cases_case, m.body #> '{new,case,0}') AS r
        WHERE m.n = 0;
    END IF;
    IF goes_on THEN
        UPDATE cases_case c
        SET (number, procedure, state, track, outcome, disposition, item_version, department, home, division, channel, guarded, received_at, accepted_at, decided_at, completed_at, closed_at, due_at, light) = (
                SELECT r.number, r.procedure, r.state, r.track, r.outcome, r.disposition, r.item_version, r.department, r.home, r.division, r.channel, r.guarded, r.received_at, r.accepted_at, r.decided_at, r.completed_at, r.closed_at, r.due_at, r.light
                FROM jsonb_populate_record(c, coalesce(m.body #> '{set,case}', '{}')) AS r
            ),
            n = m.n + 1, head = m.hash
        FROM unnest(ids, ns, bodies, hashes) AS m(id, n, body, hash)
        WHERE c.id = m.id AND m.n > 0;
    END IF;
    IF 'task' = ANY (added) THEN
        INSERT INTO cases_task (case_id, n, kind, stage, unit, post, staff, person, holds, opened_at, closed_at, result, due_at, light, guarded, data)
        SELECT m.id, r.n, r.kind, r.stage, r.unit, r.post, r.staff, r.person, r.holds, r.opened_at, r.closed_at, r.result, r.due_at, r.light, r.guarded, r.data
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::cases_task, m.body #> '{new,task}') AS r;
    END IF;
    IF 'task' = ANY (changed) THEN
        UPDATE cases_task t
        SET (kind, stage, unit, post, staff, person, holds, opened_at, closed_at, result, due_at, light, guarded, data) = (
                SELECT r.kind, r.stage, r.unit, r.post, r.staff, r.person, r.holds, r.opened_at, r.closed_at, r.result, r.due_at, r.light, r.guarded, r.data FROM jsonb_populate_record(t, d.delta) AS r
            )
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,task}') AS d(delta)
        WHERE t.case_id = m.id AND t.n = (d.delta ->> 'n')::integer;
    END IF;
    IF 'clock' = ANY (added) THEN
        INSERT INTO cases_clock (case_id, n, task, name, rule, calendar, limit_n, limit_unit, more, warn, started_at, due_at, turns_at, light, zero, rolls, stopped_at, result)
        SELECT m.id, r.n, r.task, r.name, r.rule, r.calendar, r.limit_n, r.limit_unit, r.more, r.warn, r.started_at, r.due_at, r.turns_at, r.light, r.zero, r.rolls, r.stopped_at, r.result
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::cases_clock, m.body #> '{new,clock}') AS r;
    END IF;
    IF 'clock' = ANY (changed) THEN
        UPDATE cases_clock t
        SET (task, name, rule, calendar, limit_n, limit_unit, more, warn, started_at, due_at, turns_at, light, zero, rolls, stopped_at, result) = (
                SELECT r.task, r.name, r.rule, r.calendar, r.limit_n, r.limit_unit, r.more, r.warn, r.started_at, r.due_at, r.turns_at, r.light, r.zero, r.rolls, r.stopped_at, r.result FROM jsonb_populate_record(t, d.delta) AS r
            )
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,clock}') AS d(delta)
        WHERE t.case_id = m.id AND t.n = (d.delta ->> 'n')::integer;
    END IF;
    IF 'party' = ANY (added) THEN
        INSERT INTO cases_party (case_id, n, role, person, until, told_by)
        SELECT m.id, r.n, r.role, r.person, r.until, r.told_by
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::cases_party, m.body #> '{new,party}') AS r;
    END IF;
    IF 'party' = ANY (changed) THEN
        UPDATE cases_party t
        SET (role, person, until, told_by) = (
                SELECT r.role, r.person, r.until, r.told_by FROM jsonb_populate_record(t, d.delta) AS r
            )
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,party}') AS d(delta)
        WHERE t.case_id = m.id AND t.n = (d.delta ->> 'n')::integer;
    END IF;
    IF 'link' = ANY (added) THEN
        INSERT INTO cases_link (case_id, other, kind)
        SELECT m.id, r.other, r.kind
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::cases_link, m.body #> '{new,link}') AS r;
    END IF;
    IF 'paper' = ANY (added) THEN
        INSERT INTO papers_paper (case_id, series, k, n, kind, template, digest, sealed_at, served_at, served_by, void, content)
        SELECT m.id, r.series, r.k, r.n, r.kind, r.template, r.digest, r.sealed_at, r.served_at, r.served_by, r.void, decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,paper}') AS p WHERE (p ->> 'series')::text = r.series AND (p ->> 'k')::bigint = r.k), 'hex')
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::papers_paper, m.body #> '{new,paper}') AS r;
    END IF;
    IF 'paper' = ANY (changed) THEN
        UPDATE papers_paper t
        SET (n, kind, template, digest, sealed_at, served_at, served_by, void) = (
                SELECT r.n, r.kind, r.template, r.digest, r.sealed_at, r.served_at, r.served_by, r.void FROM jsonb_populate_record(t, d.delta) AS r
            ),
            content = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,paper}') AS p WHERE (p ->> 'series')::text = t.series AND (p ->> 'k')::bigint = t.k), 'hex'), t.content)
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,paper}') AS d(delta)
        WHERE t.case_id = m.id AND t.series = (d.delta ->> 'series')::text AND t.k = (d.delta ->> 'k')::bigint;
    END IF;
    IF 'application' = ANY (added) THEN
        INSERT INTO licensing_application (case_id, item, findings, told, asked_times, override, by_agent, self_checked, ground, competent, receipt_no, archive_no, retention, shelf, earlier, private)
        SELECT m.id, r.item, r.findings, r.told, r.asked_times, r.override, r.by_agent, r.self_checked, r.ground, r.competent, r.receipt_no, r.archive_no, r.retention, r.shelf, r.earlier, decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,application}') AS p), 'hex')
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::licensing_application, m.body #> '{new,application}') AS r;
    END IF;
    IF 'application' = ANY (changed) THEN
        UPDATE licensing_application t
        SET (item, findings, told, asked_times, override, by_agent, self_checked, ground, competent, receipt_no, archive_no, retention, shelf, earlier) = (
                SELECT r.item, r.findings, r.told, r.asked_times, r.override, r.by_agent, r.self_checked, r.ground, r.competent, r.receipt_no, r.archive_no, r.retention, r.shelf, r.earlier FROM jsonb_populate_record(t, d.delta) AS r
            ),
            private = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,application}') AS p), 'hex'), t.private)
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,application}') AS d(delta)
        WHERE t.case_id = m.id;
    END IF;
    IF 'material' = ANY (added) THEN
        INSERT INTO licensing_material (case_id, n, code, no, given_at, round, original, copies, pages, stamped, exists, promise, valid_until, digital, private)
        SELECT m.id, r.n, r.code, r.no, r.given_at, r.round, r.original, r.copies, r.pages, r.stamped, r.exists, r.promise, r.valid_until, r.digital, decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,material}') AS p WHERE (p ->> 'n')::integer = r.n), 'hex')
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::licensing_material, m.body #> '{new,material}') AS r;
    END IF;
    IF 'material' = ANY (changed) THEN
        UPDATE licensing_material t
        SET (code, no, given_at, round, original, copies, pages, stamped, exists, promise, valid_until, digital) = (
                SELECT r.code, r.no, r.given_at, r.round, r.original, r.copies, r.pages, r.stamped, r.exists, r.promise, r.valid_until, r.digital FROM jsonb_populate_record(t, d.delta) AS r
            ),
            private = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,material}') AS p WHERE (p ->> 'n')::integer = t.n), 'hex'), t.private)
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,material}') AS d(delta)
        WHERE t.case_id = m.id AND t.n = (d.delta ->> 'n')::integer;
    END IF;
    IF 'opinion' = ANY (added) THEN
        INSERT INTO licensing_opinion (case_id, n, kind, result, at, task, staff, letter, private)
        SELECT m.id, r.n, r.kind, r.result, r.at, r.task, r.staff, r.letter, decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,opinion}') AS p WHERE (p ->> 'n')::integer = r.n), 'hex')
        FROM unnest(ids, bodies, rests) AS m(id, body, rest),
             jsonb_populate_recordset(NULL::licensing_opinion, m.body #> '{new,opinion}') AS r;
    END IF;
    IF 'opinion' = ANY (changed) THEN
        UPDATE licensing_opinion t
        SET (kind, result, at, task, staff, letter) = (
                SELECT r.kind, r.result, r.at, r.task, r.staff, r.letter FROM jsonb_populate_record(t, d.delta) AS r
            ),
            private = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(m.rest #> '{private,opinion}') AS p WHERE (p ->> 'n')::integer = t.n), 'hex'), t.private)
        FROM unnest(ids, bodies, rests) AS m(id, body, rest), jsonb_array_elements(m.body #> '{set,opinion}') AS d(delta)
        WHERE t.case_id = m.id AND t.n = (d.delta ->> 'n')::integer;
    END IF;
    RETURN QUERY SELECT unnest(ids);
END $write$;

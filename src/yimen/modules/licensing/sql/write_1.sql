-- The one write path, licensing_write: line n+1 and exactly the rows that it names, for one move or for five hundred.
-- Generated from the models by modules/cases/statement.py. Rows are read out of the line's own text, so that a row
-- cannot say what its line does not; only the sealed private halves come beside it.
CREATE FUNCTION licensing_write(
    ids bigint[], ns integer[], texts text[], hashes bytea[], veils bytea[], rests jsonb[]
) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $write$
BEGIN
RETURN QUERY
WITH move AS MATERIALIZED (
    SELECT u.id, u.n, u.text, u.text::jsonb AS body, u.hash, u.veil, u.rest
    FROM unnest(ids, ns, texts, hashes, veils, rests) AS u(id, n, text, hash, veil, rest)
),
-- a new case: the serial of its number and its id were drawn beforehand
filed AS (
    INSERT INTO cases_case (id, number, procedure, state, track, outcome, disposition, item_version, department, home, division, channel, guarded, received_at, accepted_at, decided_at, completed_at, closed_at, due_at, light, n, head)
    SELECT move.id, r.number, r.procedure, r.state, r.track, r.outcome, r.disposition, r.item_version, r.department, r.home, r.division, r.channel, r.guarded, r.received_at, r.accepted_at, r.decided_at, r.completed_at, r.closed_at, r.due_at, r.light, 1, move.hash
    FROM move, jsonb_populate_record(NULL::cases_case, move.body #> '{new,case,0}') AS r
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
    SET (number, procedure, state, track, outcome, disposition, item_version, department, home, division, channel, guarded, received_at, accepted_at, decided_at, completed_at, closed_at, due_at, light) = (
            SELECT r.number, r.procedure, r.state, r.track, r.outcome, r.disposition, r.item_version, r.department, r.home, r.division, r.channel, r.guarded, r.received_at, r.accepted_at, r.decided_at, r.completed_at, r.closed_at, r.due_at, r.light
            FROM jsonb_populate_record(c, coalesce(move.body #> '{set,case}', '{}')) AS r
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
           (won.body #>> '{by,staff}')::bigint, (won.body #>> '{by,unit}')::bigint, won.text, won.hash
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
),
task_new AS (
    INSERT INTO cases_task (case_id, n, kind, stage, unit, post, staff, person, holds, opened_at, closed_at, result, due_at, light, guarded, data)
    SELECT won.id, r.n, r.kind, r.stage, r.unit, r.post, r.staff, r.person, r.holds, r.opened_at, r.closed_at, r.result, r.due_at, r.light, r.guarded, r.data
    FROM won, jsonb_populate_recordset(NULL::cases_task, won.body #> '{new,task}') AS r
),
task_set AS (
    UPDATE cases_task t
    SET (kind, stage, unit, post, staff, person, holds, opened_at, closed_at, result, due_at, light, guarded, data) = (
            SELECT r.kind, r.stage, r.unit, r.post, r.staff, r.person, r.holds, r.opened_at, r.closed_at, r.result, r.due_at, r.light, r.guarded, r.data FROM jsonb_populate_record(t, d.delta) AS r
        )
    FROM won, jsonb_array_elements(won.body #> '{set,task}') AS d(delta)
    WHERE t.case_id = won.id AND t.n = (d.delta ->> 'n')::integer
),
clock_new AS (
    INSERT INTO cases_clock (case_id, n, task, name, rule, calendar, limit_n, limit_unit, more, warn, started_at, due_at, turns_at, light, zero, rolls, stopped_at, result)
    SELECT won.id, r.n, r.task, r.name, r.rule, r.calendar, r.limit_n, r.limit_unit, r.more, r.warn, r.started_at, r.due_at, r.turns_at, r.light, r.zero, r.rolls, r.stopped_at, r.result
    FROM won, jsonb_populate_recordset(NULL::cases_clock, won.body #> '{new,clock}') AS r
),
clock_set AS (
    UPDATE cases_clock t
    SET (task, name, rule, calendar, limit_n, limit_unit, more, warn, started_at, due_at, turns_at, light, zero, rolls, stopped_at, result) = (
            SELECT r.task, r.name, r.rule, r.calendar, r.limit_n, r.limit_unit, r.more, r.warn, r.started_at, r.due_at, r.turns_at, r.light, r.zero, r.rolls, r.stopped_at, r.result FROM jsonb_populate_record(t, d.delta) AS r
        )
    FROM won, jsonb_array_elements(won.body #> '{set,clock}') AS d(delta)
    WHERE t.case_id = won.id AND t.n = (d.delta ->> 'n')::integer
),
party_new AS (
    INSERT INTO cases_party (case_id, n, role, person, until, told_by)
    SELECT won.id, r.n, r.role, r.person, r.until, r.told_by
    FROM won, jsonb_populate_recordset(NULL::cases_party, won.body #> '{new,party}') AS r
),
party_set AS (
    UPDATE cases_party t
    SET (role, person, until, told_by) = (
            SELECT r.role, r.person, r.until, r.told_by FROM jsonb_populate_record(t, d.delta) AS r
        )
    FROM won, jsonb_array_elements(won.body #> '{set,party}') AS d(delta)
    WHERE t.case_id = won.id AND t.n = (d.delta ->> 'n')::integer
),
link_new AS (
    INSERT INTO cases_link (case_id, other, kind)
    SELECT won.id, r.other, r.kind
    FROM won, jsonb_populate_recordset(NULL::cases_link, won.body #> '{new,link}') AS r
),
paper_new AS (
    INSERT INTO papers_paper (case_id, series, k, n, kind, template, digest, sealed_at, served_at, served_by, void, content)
    SELECT won.id, r.series, r.k, r.n, r.kind, r.template, r.digest, r.sealed_at, r.served_at, r.served_by, r.void, decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,paper}') AS p WHERE (p ->> 'series')::text = r.series AND (p ->> 'k')::bigint = r.k), 'hex')
    FROM won, jsonb_populate_recordset(NULL::papers_paper, won.body #> '{new,paper}') AS r
),
paper_set AS (
    UPDATE papers_paper t
    SET (n, kind, template, digest, sealed_at, served_at, served_by, void) = (
            SELECT r.n, r.kind, r.template, r.digest, r.sealed_at, r.served_at, r.served_by, r.void FROM jsonb_populate_record(t, d.delta) AS r
        ),
        content = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,paper}') AS p WHERE (p ->> 'series')::text = t.series AND (p ->> 'k')::bigint = t.k), 'hex'), t.content)
    FROM won, jsonb_array_elements(won.body #> '{set,paper}') AS d(delta)
    WHERE t.case_id = won.id AND t.series = (d.delta ->> 'series')::text AND t.k = (d.delta ->> 'k')::bigint
),
application_new AS (
    INSERT INTO licensing_application (case_id, item, findings, told, asked_times, override, by_agent, self_checked, ground, competent, receipt_no, archive_no, retention, shelf, earlier, private)
    SELECT won.id, r.item, r.findings, r.told, r.asked_times, r.override, r.by_agent, r.self_checked, r.ground, r.competent, r.receipt_no, r.archive_no, r.retention, r.shelf, r.earlier, decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,application}') AS p), 'hex')
    FROM won, jsonb_populate_recordset(NULL::licensing_application, won.body #> '{new,application}') AS r
),
application_set AS (
    UPDATE licensing_application t
    SET (item, findings, told, asked_times, override, by_agent, self_checked, ground, competent, receipt_no, archive_no, retention, shelf, earlier) = (
            SELECT r.item, r.findings, r.told, r.asked_times, r.override, r.by_agent, r.self_checked, r.ground, r.competent, r.receipt_no, r.archive_no, r.retention, r.shelf, r.earlier FROM jsonb_populate_record(t, d.delta) AS r
        ),
        private = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,application}') AS p), 'hex'), t.private)
    FROM won, jsonb_array_elements(won.body #> '{set,application}') AS d(delta)
    WHERE t.case_id = won.id
),
material_new AS (
    INSERT INTO licensing_material (case_id, n, code, no, given_at, round, original, copies, pages, stamped, exists, promise, valid_until, digital, private)
    SELECT won.id, r.n, r.code, r.no, r.given_at, r.round, r.original, r.copies, r.pages, r.stamped, r.exists, r.promise, r.valid_until, r.digital, decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,material}') AS p WHERE (p ->> 'n')::integer = r.n), 'hex')
    FROM won, jsonb_populate_recordset(NULL::licensing_material, won.body #> '{new,material}') AS r
),
material_set AS (
    UPDATE licensing_material t
    SET (code, no, given_at, round, original, copies, pages, stamped, exists, promise, valid_until, digital) = (
            SELECT r.code, r.no, r.given_at, r.round, r.original, r.copies, r.pages, r.stamped, r.exists, r.promise, r.valid_until, r.digital FROM jsonb_populate_record(t, d.delta) AS r
        ),
        private = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,material}') AS p WHERE (p ->> 'n')::integer = t.n), 'hex'), t.private)
    FROM won, jsonb_array_elements(won.body #> '{set,material}') AS d(delta)
    WHERE t.case_id = won.id AND t.n = (d.delta ->> 'n')::integer
),
opinion_new AS (
    INSERT INTO licensing_opinion (case_id, n, kind, result, at, task, staff, letter, private)
    SELECT won.id, r.n, r.kind, r.result, r.at, r.task, r.staff, r.letter, decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,opinion}') AS p WHERE (p ->> 'n')::integer = r.n), 'hex')
    FROM won, jsonb_populate_recordset(NULL::licensing_opinion, won.body #> '{new,opinion}') AS r
),
opinion_set AS (
    UPDATE licensing_opinion t
    SET (kind, result, at, task, staff, letter) = (
            SELECT r.kind, r.result, r.at, r.task, r.staff, r.letter FROM jsonb_populate_record(t, d.delta) AS r
        ),
        private = coalesce(decode((SELECT p ->> 'private' FROM jsonb_array_elements(won.rest #> '{private,opinion}') AS p WHERE (p ->> 'n')::integer = t.n), 'hex'), t.private)
    FROM won, jsonb_array_elements(won.body #> '{set,opinion}') AS d(delta)
    WHERE t.case_id = won.id AND t.n = (d.delta ->> 'n')::integer
)
SELECT won.id FROM won;
END $write$;

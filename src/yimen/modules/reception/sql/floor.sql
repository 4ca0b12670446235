-- A line of a hall's floor with the rows that it names. They are read out of the line's own text, so that a row cannot say what
-- its line does not; only what is sealed comes beside it. A ticket's change names what changes; a seat is told whole. Plans are made
-- once and go by index, however few tickets there were when they were made: a day that has just begun may be a long one.
CREATE OR REPLACE FUNCTION reception_write(
    book bigint, line text, hash bytea, veil bytea, todos jsonb, sealed jsonb
) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $write$
DECLARE
    body CONSTANT jsonb := line;
BEGIN
    PERFORM ledger_write(book, line, hash, veil, todos);
    IF body #> '{new,ticket}' IS NOT NULL THEN
        INSERT INTO reception_ticket
        SELECT r.* FROM jsonb_populate_record(
            NULL::reception_ticket, (body #> '{new,ticket,0}') || coalesce(sealed, '{}')
        ) AS r;
    END IF;
    IF body #> '{set,ticket}' IS NOT NULL THEN
        UPDATE reception_ticket t SET (
            queue_id, state, klass, ready_at, rank_at, called_at, calls, window_id, staff_id, started_at, ended_at, outcome,
            joined_id, from_window_id, bound_id, told_near
        ) = (SELECT
            r.queue_id, r.state, r.klass, r.ready_at, r.rank_at, r.called_at, r.calls, r.window_id, r.staff_id, r.started_at,
            r.ended_at, r.outcome, r.joined_id, r.from_window_id, r.bound_id, r.told_near
            FROM jsonb_populate_record(t, d.delta) AS r)
        FROM jsonb_array_elements(body #> '{set,ticket}') AS d(delta)
        WHERE t.id = (d.delta ->> 'id')::bigint;
    END IF;
    IF body #> '{set,seat}' IS NOT NULL THEN
        INSERT INTO reception_seat AS s
        SELECT r.* FROM jsonb_populate_recordset(NULL::reception_seat, body #> '{set,seat}') AS r
        ON CONFLICT (window_id) DO UPDATE SET
            hall_id = excluded.hall_id, day = excluded.day, state = excluded.state, staff_id = excluded.staff_id,
            since = excluded.since, reason = excluded.reason, until = excluded.until, substitute_id = excluded.substitute_id,
            ticket_id = excluded.ticket_id, closing = excluded.closing;
    END IF;
    IF body #> '{new,extended}' IS NOT NULL THEN
        INSERT INTO reception_extended (hall_id, day, window_id, staff_id, ticket_id, started_at, ended_at, minutes)
        SELECT r.hall_id, r.day, r.window_id, r.staff_id, r.ticket_id, r.started_at, r.ended_at, r.minutes
        FROM jsonb_populate_recordset(NULL::reception_extended, body #> '{new,extended}') AS r;
    END IF;
END $write$;

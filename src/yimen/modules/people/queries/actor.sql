-- One person of the staff as rules see them: where they sit, which desks are theirs, what lies below, their letters.
-- `who` is an account (of a session, with the epoch it was opened in) or the holder of a token; at most one row comes out.
WITH who AS (
    SELECT %(account)s::bigint AS id, %(epoch)s::int AS epoch
    UNION ALL
    SELECT account_id, epoch FROM people_token
    WHERE digest = %(token)s::bytea AND expires_at > %(machine_now)s::timestamptz
),
home AS (
    SELECT a.id, a.name, a.roles, u.id AS unit, u.path, u.division_id,
           coalesce(a.window_id, a.unit_id) AS seat,
           string_to_array(trim('/' FROM u.path), '/')::bigint[] AS line,
           CASE u.kind WHEN 'office' THEN u.parent_id ELSE u.id END AS body  -- an office acts for the body above it
    FROM who
    JOIN people_account a ON a.id = who.id AND a.epoch = coalesce(who.epoch, a.epoch)
    JOIN people_unit u ON u.id = a.unit_id
    WHERE a.active AND (a.expires_on IS NULL OR a.expires_on >= %(today)s::date)
),
me AS (
    SELECT home.*,
           coalesce(w.hall_id, (SELECT h.id FROM people_unit h WHERE h.id = ANY (home.line) AND h.kind IN ('hall', 'centre')
                                ORDER BY length(h.path) DESC LIMIT 1)) AS hall,
           (SELECT d.id FROM people_unit d WHERE d.id = ANY (home.line) AND d.kind = 'department'
            ORDER BY length(d.path) DESC LIMIT 1) AS department,
           w.state IS DISTINCT FROM 'preparing' AS admitted  -- nobody takes in at a window not yet accepted (R-008)
    FROM home LEFT JOIN people_window w ON w.unit_id = home.seat
),
desks AS (  -- the units around them: their hall with its windows, but no lower hall; their department with its sections
    SELECT me.hall AS id, me.admitted AS held FROM me WHERE me.hall IS NOT NULL
    UNION ALL
    SELECT w.unit_id, me.admitted FROM me JOIN people_window w ON w.hall_id = me.hall
    UNION ALL
    SELECT u.id,
           NOT EXISTS (  -- a department that moved its powers into the hall acts by its service section alone (R-010)
               SELECT FROM people_servicesection s
               JOIN people_serving v ON v.department_id = s.department_id
               JOIN people_window w ON w.unit_id = v.window_id
               JOIN people_hall h ON h.unit_id = w.hall_id AND h.decision_place = 'hall'
               WHERE s.department_id = me.department AND s.section_id <> ALL (me.line))
    FROM me
    JOIN people_unit d ON d.id = me.department
    JOIN people_unit u ON u.path >= d.path AND u.path < rtrim(d.path, '/') || '0'  -- '0' follows '/' in the C collation
),
oversight AS (  -- who leads a body follows all below it; who supervises it, all below the government it belongs to
    SELECT CASE WHEN me.roles && %(supervising)s::text[] AND above.kind = 'government' THEN above.path ELSE body.path END AS path
    FROM me
    JOIN people_unit body ON body.id = me.body
    LEFT JOIN people_unit above ON above.id = body.parent_id
    WHERE me.roles && %(leading)s::text[] OR me.roles && %(supervising)s::text[]
)
SELECT me.id, me.name, me.roles, me.seat, coalesce(me.hall, 0), coalesce(me.department, 0), me.division_id,
       ARRAY(SELECT id FROM desks WHERE held),
       ARRAY(SELECT id FROM desks
             UNION
             SELECT u.id FROM oversight o JOIN people_unit u ON u.path >= o.path AND u.path < rtrim(o.path, '/') || '0'),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(l.number, l.department_id, l.powers, l.items, l.valid_from, l.valid_to)
                                  ORDER BY l.id), '[]')
        FROM people_authorisationletter l
        WHERE l.holder_id = me.id AND l.revoked_at IS NULL AND l.valid_to >= %(today)s::date)
FROM me

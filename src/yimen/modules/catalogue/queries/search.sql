-- Items in force that somebody may mean, the likeliest first; without a phrase all of them in the order of the dictionary.
-- Points: an everyday phrase said word for word 10,000, a phrase within what was said or the other way round 5,000 and
-- less for what it leaves over; the name the same with somewhat less; a code 6,000; letters (pinyin, initials) 1,500; then
-- words by weight, and likeness of letters, which forgives a slip of the pen.
WITH asked AS (
    SELECT %(phrase)s::text AS phrase, %(like)s::text AS "like", %(words)s::tsquery AS words
),
found AS (
    SELECT l.item_id, l.sort_key,
           CASE WHEN a.phrase = '' THEN 0 ELSE (
               coalesce((SELECT max(CASE
                             WHEN p.said = a.phrase THEN 10000
                             WHEN position(p.said IN a.phrase) > 0 THEN 5000 + 100 * length(p.said)
                             WHEN position(a.phrase IN p.said) > 0 THEN 5000 - 10 * (length(p.said) - length(a.phrase))
                             ELSE 0 END)
                         FROM unnest(string_to_array(nullif(l.phrases, ''), E'\n')) AS p (said)), 0)
             + CASE WHEN l.name = a.phrase THEN 8000
                    WHEN position(a.phrase IN l.name) = 1 THEN 4000 - 5 * length(l.name)
                    WHEN position(a.phrase IN l.name) > 0 THEN 3500 - 5 * length(l.name)
                    ELSE 0 END
             + CASE WHEN NOT %(latin)s THEN 0
                    WHEN i.code ILIKE a."like" THEN 6000
                    WHEN l.letters LIKE '%% ' || a."like" THEN 1500
                    WHEN position(a.phrase IN l.letters) > 0 THEN 500
                    ELSE 0 END
             + (1000 * ts_rank('{0.05, 0.2, 0.6, 1.0}', l.words, a.words))::int
             + (300 * greatest(word_similarity(a.phrase, l.name), word_similarity(a.phrase, l.phrases)))::int
           ) END AS score
    FROM catalogue_listing l JOIN catalogue_item i ON i.id = l.item_id CROSS JOIN asked a
    WHERE a.phrase = ''
       OR l.words @@ a.words
       OR l.name LIKE '%%' || a."like"
       OR l.phrases LIKE '%%' || a."like"
       OR (%(latin)s AND (i.code ILIKE a."like" OR l.letters LIKE '%% ' || a."like"
                          OR (length(a.phrase) > 3 AND l.letters LIKE '%%' || a."like")))
       OR word_similarity(a.phrase, l.name) > 0.4 OR word_similarity(a.phrase, l.phrases) > 0.5
       OR EXISTS (SELECT FROM unnest(string_to_array(nullif(l.phrases, ''), E'\n')) AS p (said)
                  WHERE position(p.said IN a.phrase) > 0)
)
SELECT f.item_id, f.score, f.sort_key, i.code, u.id, u.name, u.name_en,
       v.name, v.name_en, v.kind, v.subject, v.track, v.statutory_n, v.statutory_unit, v.promised_n, v.promised_unit,
       v.online, v.charged, coalesce(v.guide ->> 'summary', ''), coalesce(v.guide ->> 'summary_en', ''), v.convertible
FROM found f
JOIN catalogue_item i ON i.id = f.item_id
JOIN catalogue_itemversion v ON v.id = i.current_id
JOIN people_unit u ON u.id = i.department_id
WHERE (%(department)s::text = '' OR u.code = %(department)s OR u.name = %(department)s)
  AND (%(audience)s::text = '' OR v.subject IN (%(audience)s, 'both'))
  AND (%(theme)s::text = '' OR EXISTS (
        SELECT FROM catalogue_item_categories ic JOIN catalogue_category c ON c.id = ic.category_id
        WHERE ic.item_id = i.id AND (c.name = %(theme)s OR c.name_en = %(theme)s)))
  AND (%(online)s::text = '' OR v.online = %(online)s)
  AND (%(after_score)s::int IS NULL
       OR (-f.score, f.sort_key, f.item_id) > (-%(after_score)s::int, %(after_key)s::text COLLATE "C", %(after_id)s::bigint))
ORDER BY f.score DESC, f.sort_key, f.item_id
LIMIT %(limit)s

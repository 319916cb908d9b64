-- What an agency issued in a period, by delivery: rows as in received_figures, 'agency' being the receiver. A document changes last when it
-- is issued or later, so the index of the list finds those of the period; OFFSET 0 keeps the planner from reading all deliveries for them.
-- $1 agency  $2 from  $3 until  $4 now  $5 'day' or 'month', of Vietnam  $6 how many receivers
WITH counted AS (
    SELECT f.agency_id, f.part, f.state, f.against_due, count(*) AS n
      FROM (SELECT d.agency_id, d.state, date_trunc($5, x.issued_at AT TIME ZONE interval '7 hours')::date AS part,
                   CASE WHEN x.reply_due_at IS NULL THEN NULL
                        WHEN d.state = 'done' THEN CASE WHEN d.state_at <= x.reply_due_at THEN 'in_time' ELSE 'late' END
                        WHEN d.state IN ('sent', 'arrived', 'accepted', 'assigned', 'in_progress')
                             AND x.reply_due_at < $4::timestamptz THEN 'overdue' END AS against_due
              FROM documents x CROSS JOIN LATERAL (SELECT * FROM sent_deliveries q WHERE q.document_id = x.id OFFSET 0) d
             WHERE x.agency_id = $1 AND x.origin = 'own' AND x.state = 'issued' AND x.changed_at >= $2::timestamptz
               AND x.issued_at >= $2::timestamptz AND x.issued_at < $3::timestamptz) f
     GROUP BY f.agency_id, f.part, f.state, f.against_due),
summed AS (
    SELECT CASE WHEN grouping(q.name) = 0 THEN 'agency' WHEN grouping(q.part) = 0 THEN 'part' ELSE 'all' END AS kind, q.name, q.part,
           coalesce(sum(n), 0)::bigint AS total,
           coalesce(sum(n) FILTER (WHERE state = 'sent'), 0)::bigint AS not_arrived,
           coalesce(sum(n) FILTER (WHERE state = 'arrived'), 0)::bigint AS waiting,
           coalesce(sum(n) FILTER (WHERE state IN ('accepted', 'assigned', 'in_progress')), 0)::bigint AS in_hand,
           coalesce(sum(n) FILTER (WHERE state = 'done'), 0)::bigint AS done,
           coalesce(sum(n) FILTER (WHERE state = 'refused'), 0)::bigint AS refused,
           coalesce(sum(n) FILTER (WHERE state = 'recalled'), 0)::bigint AS recalled,
           coalesce(sum(n) FILTER (WHERE against_due = 'in_time'), 0)::bigint AS in_time,
           coalesce(sum(n) FILTER (WHERE against_due = 'late'), 0)::bigint AS late,
           coalesce(sum(n) FILTER (WHERE against_due = 'overdue'), 0)::bigint AS overdue
      FROM (SELECT a.name, c.part, c.state, c.against_due, c.n FROM counted c JOIN agencies a ON a.id = c.agency_id) q
     GROUP BY GROUPING SETS ((q.name), (q.part), ()))
SELECT p.* FROM (SELECT s.*, row_number() OVER (PARTITION BY s.kind ORDER BY s.total DESC, s.name, s.part) AS place FROM summed s) p
 WHERE p.kind <> 'agency' OR p.place <= $6
 ORDER BY p.kind, p.place

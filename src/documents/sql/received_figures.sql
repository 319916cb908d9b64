-- What an agency received in a period: kind 'all', one row; 'part', one a day or month; 'agency', one a sender, most first. Counted
-- once in the small (sender, part, state), then added up three ways. The name of an outside sender is the one on its documents.
-- $1 agency  $2 from  $3 until  $4 now  $5 'day' or 'month', of Vietnam  $6 how many senders
WITH counted AS (
    SELECT f.sender_id, f.issuer_name, f.part, f.state, f.against_due, count(*) AS n
      FROM (SELECT d.sender_id, d.state, date_trunc($5, d.arrived_at AT TIME ZONE interval '7 hours')::date AS part,
                   CASE WHEN d.sender_id IS NULL
                        THEN (SELECT x.issuer_name FROM documents x WHERE x.id = d.document_id) COLLATE "C" END AS issuer_name,
                   CASE WHEN e.due_at IS NULL THEN NULL
                        WHEN d.state = 'done' THEN CASE WHEN e.closed_at <= e.due_at THEN 'in_time' ELSE 'late' END
                        WHEN d.state IN ('arrived', 'accepted', 'assigned', 'in_progress') AND e.due_at < $4::timestamptz
                        THEN 'overdue' END AS against_due
              FROM unnest(ARRAY['arrived', 'accepted', 'assigned', 'in_progress', 'done', 'refused', 'recalled']) AS s(state)
              JOIN deliveries d ON d.agency_id = $1 AND d.state = s.state
                               AND d.arrived_at >= $2::timestamptz AND d.arrived_at < $3::timestamptz
              LEFT JOIN incoming_entries e ON e.delivery_id = d.id AND e.agency_id = $1) f
     GROUP BY f.sender_id, f.issuer_name, f.part, f.state, f.against_due),
summed AS (
    SELECT CASE WHEN grouping(q.name) = 0 THEN 'agency' WHEN grouping(q.part) = 0 THEN 'part' ELSE 'all' END AS kind, q.name, q.part,
           coalesce(sum(n), 0)::bigint AS total, 0::bigint AS not_arrived,
           coalesce(sum(n) FILTER (WHERE state = 'arrived'), 0)::bigint AS waiting,
           coalesce(sum(n) FILTER (WHERE state IN ('accepted', 'assigned', 'in_progress')), 0)::bigint AS in_hand,
           coalesce(sum(n) FILTER (WHERE state = 'done'), 0)::bigint AS done,
           coalesce(sum(n) FILTER (WHERE state = 'refused'), 0)::bigint AS refused,
           coalesce(sum(n) FILTER (WHERE state = 'recalled'), 0)::bigint AS recalled,
           coalesce(sum(n) FILTER (WHERE against_due = 'in_time'), 0)::bigint AS in_time,
           coalesce(sum(n) FILTER (WHERE against_due = 'late'), 0)::bigint AS late,
           coalesce(sum(n) FILTER (WHERE against_due = 'overdue'), 0)::bigint AS overdue
      FROM (SELECT coalesce(a.name, c.issuer_name, '') AS name, c.part, c.state, c.against_due, c.n
              FROM counted c LEFT JOIN agencies a ON a.id = c.sender_id) q
     GROUP BY GROUPING SETS ((q.name), (q.part), ()))
SELECT p.* FROM (SELECT s.*, row_number() OVER (PARTITION BY s.kind ORDER BY s.total DESC, s.name, s.part) AS place FROM summed s) p
 WHERE p.kind <> 'agency' OR p.place <= $6
 ORDER BY p.kind, p.place

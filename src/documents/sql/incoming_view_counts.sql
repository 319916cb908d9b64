-- Numbers beside the views of the in-tray of an agency, each counted to 1,000 at most and within an index.
-- $1 agency  $2 now  $3 official
SELECT (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 AND state = 'arrived' LIMIT 1000) q) AS waiting,
       (SELECT count(*) FROM (SELECT 1 FROM unnest(ARRAY['arrived', 'accepted', 'assigned', 'in_progress']) AS s(state)
         CROSS JOIN LATERAL (SELECT 1 FROM deliveries d WHERE d.agency_id = $1 AND d.state = s.state LIMIT 1000) one
         LIMIT 1000) q) AS open,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE leader_id = $3 AND agency_id = $1
          AND closed_at IS NULL AND assigned_at IS NULL LIMIT 1000) q) AS to_assign,
       (SELECT count(*) FROM (SELECT 1 FROM recalls WHERE agency_id = $1 AND answer IS NULL LIMIT 1000) q) AS recalls,
       (SELECT count(DISTINCT q.delivery_id) FROM (SELECT delivery_id FROM reminders
         WHERE agency_id = $1 AND closed_at IS NULL LIMIT 1000) q) AS reminded,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE agency_id = $1 AND closed_at IS NULL
          AND due_at < $2::timestamptz LIMIT 1000) q) AS overdue,
       (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 AND state = 'done' LIMIT 1000) q) AS done,
       (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 LIMIT 1000) q) AS total

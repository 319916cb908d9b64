-- Numbers beside the menu of clerks and leaders, each counted to 1,000 at most.
-- $1 agency  $2 now  $3 end of today  $4 official
SELECT (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 AND state = 'arrived' LIMIT 1000) q) AS waiting,
       (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1
          AND state IN ('arrived', 'accepted', 'assigned', 'in_progress') LIMIT 1000) q) AS open,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE agency_id = $1 AND closed_at IS NULL
          AND due_at < $2::timestamptz LIMIT 1000) q) AS overdue,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE agency_id = $1 AND closed_at IS NULL
          AND due_at >= $2::timestamptz AND due_at < $3::timestamptz LIMIT 1000) q) AS due_today,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries e JOIN deliveries d ON d.id = e.delivery_id
         WHERE e.leader_id = $4 AND e.closed_at IS NULL AND d.state = 'accepted' LIMIT 1000) q) AS to_assign,
       (SELECT count(*) FROM (SELECT 1 FROM assignments WHERE official_id = $4 AND state = 'open' LIMIT 1000) q) AS my_work,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'draft'
          AND drafter_id = $4 LIMIT 1000) q) AS drafts,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'review'
          LIMIT 1000) q) AS review,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'approved'
          LIMIT 1000) q) AS approved,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE drafter_id = $4 AND origin = 'own' AND state = 'draft'
          AND note IS NOT NULL LIMIT 1000) q) AS returned,
       (SELECT count(*) FROM (SELECT 1 FROM recalls WHERE agency_id = $1 AND answer IS NULL LIMIT 1000) q) AS recalls

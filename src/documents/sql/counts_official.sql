-- Numbers beside the menu of an official who sees what is assigned.
-- $1 official  $2 now  $3 end of today
SELECT 0::bigint AS waiting,
       (SELECT count(*) FROM (SELECT 1 FROM assignments WHERE official_id = $1 AND state = 'open' LIMIT 1000) q) AS open,
       (SELECT count(*) FROM (SELECT 1 FROM assignments WHERE official_id = $1 AND state = 'open'
          AND due_at < $2::timestamptz LIMIT 1000) q) AS overdue,
       (SELECT count(*) FROM (SELECT 1 FROM assignments WHERE official_id = $1 AND state = 'open'
          AND due_at >= $2::timestamptz AND due_at < $3::timestamptz LIMIT 1000) q) AS due_today,
       0::bigint AS to_assign,
       (SELECT count(*) FROM (SELECT 1 FROM assignments WHERE official_id = $1 AND state = 'open' LIMIT 1000) q) AS my_work,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE drafter_id = $1 AND origin = 'own' AND state = 'draft'
          LIMIT 1000) q) AS drafts,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE drafter_id = $1 AND origin = 'own' AND state = 'review'
          LIMIT 1000) q) AS review,
       0::bigint AS to_sign,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE drafter_id = $1 AND origin = 'own' AND state = 'approved'
          LIMIT 1000) q) AS approved,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE drafter_id = $1 AND origin = 'own' AND state = 'draft'
          AND note IS NOT NULL LIMIT 1000) q) AS returned,
       (SELECT count(DISTINCT q.delivery_id) FROM (SELECT a.delivery_id FROM assignments a
          JOIN reminders m ON m.delivery_id = a.delivery_id AND m.closed_at IS NULL
         WHERE a.official_id = $1 AND a.state = 'open' LIMIT 1000) q) AS reminded,
       0::bigint AS only_to_assign, 0::bigint AS only_reminded, 0::bigint AS recalls, 0::bigint AS unsent

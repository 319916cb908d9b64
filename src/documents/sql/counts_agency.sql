-- Numbers beside the menu of clerks and leaders, each counted to 1,000 at most. only_reminded: of those reminded, what is not overdue as well;
-- only_to_assign: of those to assign, what is neither.
-- $1 agency  $2 now  $3 end of today  $4 official  $5 what was signed before that day is unsent  $6 its begin  $7 urgent ones before that time
SELECT (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 AND state = 'arrived' LIMIT 1000) q) AS waiting,
       (SELECT count(*) FROM (SELECT 1 FROM unnest(ARRAY['arrived', 'accepted', 'assigned', 'in_progress']) AS s(state)
         CROSS JOIN LATERAL (SELECT 1 FROM deliveries d WHERE d.agency_id = $1 AND d.state = s.state LIMIT 1000) one
         LIMIT 1000) q) AS open,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE agency_id = $1 AND closed_at IS NULL
          AND due_at < $2::timestamptz LIMIT 1000) q) AS overdue,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE agency_id = $1 AND closed_at IS NULL
          AND due_at >= $2::timestamptz AND due_at < $3::timestamptz LIMIT 1000) q) AS due_today,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries WHERE leader_id = $4 AND agency_id = $1
          AND closed_at IS NULL AND assigned_at IS NULL LIMIT 1000) q) AS to_assign,
       (SELECT count(*) FROM (SELECT 1 FROM incoming_entries e WHERE e.leader_id = $4 AND e.agency_id = $1
          AND e.closed_at IS NULL AND e.assigned_at IS NULL AND (e.due_at IS NULL OR e.due_at >= $2::timestamptz)
          AND NOT EXISTS (SELECT FROM reminders m WHERE m.agency_id = $1 AND m.delivery_id = e.delivery_id AND m.closed_at IS NULL OFFSET 0)
          LIMIT 1000) q) AS only_to_assign,
       (SELECT count(*) FROM (SELECT 1 FROM assignments WHERE official_id = $4 AND state = 'open' LIMIT 1000) q) AS my_work,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'draft'
          AND drafter_id = $4 LIMIT 1000) q) AS drafts,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'review'
          LIMIT 1000) q) AS review,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND signer_id = $4 AND origin = 'own'
          AND state = 'review' LIMIT 1000) q) AS to_sign,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'approved'
          LIMIT 1000) q) AS approved,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE drafter_id = $4 AND origin = 'own' AND state = 'draft'
          AND note IS NOT NULL LIMIT 1000) q) AS returned,
       (SELECT count(DISTINCT q.delivery_id) FROM (SELECT delivery_id FROM reminders
         WHERE agency_id = $1 AND closed_at IS NULL LIMIT 1000) q) AS reminded,
       (SELECT count(DISTINCT q.delivery_id) FROM (SELECT m.delivery_id FROM reminders m
         WHERE m.agency_id = $1 AND m.closed_at IS NULL
           AND NOT EXISTS (SELECT FROM incoming_entries e WHERE e.delivery_id = m.delivery_id AND e.closed_at IS NULL
                              AND e.due_at < $2::timestamptz OFFSET 0) LIMIT 1000) q) AS only_reminded,
       (SELECT count(*) FROM (SELECT 1 FROM recalls WHERE agency_id = $1 AND answer IS NULL LIMIT 1000) q) AS recalls,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'approved'
          AND (changed_at < $6::timestamptz OR issued_on < $5::date OR urgency <> 'normal' AND changed_at < $7::timestamptz) LIMIT 1000) q)
     + (SELECT count(*) FROM (SELECT 1 FROM sent_deliveries s WHERE s.sender_id = $1 AND s.state = 'sent' GROUP BY s.document_id
         HAVING min(s.state_at) < $6::timestamptz OR bool_or(s.reason <> '')
             OR min(s.state_at) < $7::timestamptz AND EXISTS (SELECT FROM documents d WHERE d.id = s.document_id AND d.urgency <> 'normal')
             OR EXISTS (SELECT FROM lt_transport_of(s.document_id) t WHERE t.state IN ('fail', 'given_up')) LIMIT 1000) q) AS unsent

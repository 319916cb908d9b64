-- Open documents past their due time, the longest overdue first. The page key is the due time.
-- $1 agency  $2 now  $3 after due  $4 after id  $5 limit  $6 urgency  $7 kind  $8 from  $9 to  $10 sender
-- $11 holder: an open part of the work is assigned to this official, or it waits for this leader
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open,
       EXISTS (SELECT 1 FROM reminders m WHERE m.delivery_id = d.id AND m.closed_at IS NULL) AS reminded, false AS unread, NULL AS my_role
  FROM (SELECT k1.delivery_id, k1.due_at FROM incoming_entries k1
         WHERE k1.agency_id = $1 AND k1.closed_at IS NULL AND k1.due_at < $2::timestamptz
           AND (k1.due_at, k1.delivery_id) > ($3::timestamptz, $4::bigint)
           AND EXISTS (SELECT 1 FROM deliveries d1 JOIN documents x1 ON x1.id = d1.document_id
                        WHERE d1.id = k1.delivery_id AND d1.arrived_at >= $8::timestamptz AND d1.arrived_at < $9::timestamptz
                          AND ($6::text IS NULL OR x1.urgency = $6) AND ($7::text IS NULL OR x1.kind_code = $7)
                          AND ($10::bigint IS NULL OR d1.sender_id = $10) OFFSET 0)
           AND ($11::bigint IS NULL OR (k1.leader_id = $11 AND k1.assigned_at IS NULL) OR EXISTS (
                SELECT 1 FROM assignments a1 WHERE a1.delivery_id = k1.delivery_id AND a1.official_id = $11
                   AND a1.state = 'open' OFFSET 0))
         ORDER BY k1.due_at, k1.delivery_id LIMIT $5) k
  JOIN deliveries d ON d.id = k.delivery_id AND d.agency_id = $1
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 ORDER BY k.due_at, k.delivery_id

-- Open documents past their due time, the longest overdue first. The page key is the due time.
-- $1 agency  $2 now  $3 after due  $4 after id  $5 limit  $6 urgency  $7 kind  $8 from  $9 to  $10 sender
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open, false AS unread, NULL AS my_role
  FROM incoming_entries k
  JOIN deliveries d ON d.id = k.delivery_id AND d.agency_id = $1
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 WHERE k.agency_id = $1 AND k.closed_at IS NULL AND k.due_at < $2::timestamptz
   AND (k.due_at, k.delivery_id) > ($3::timestamptz, $4::bigint)
   AND d.arrived_at >= $8::timestamptz AND d.arrived_at < $9::timestamptz
   AND ($6::text IS NULL OR x.urgency = $6) AND ($7::text IS NULL OR x.kind_code = $7)
   AND ($10::bigint IS NULL OR d.sender_id = $10)
 ORDER BY k.due_at, k.delivery_id LIMIT $5

-- The same for one sender, by the index that begins with it.
-- $1 agency  $2 states (text[])  $3 before time  $4 before id  $5 limit  $6 urgency  $7 kind  $8 from  $9 to  $10 sender
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open,
       EXISTS (SELECT 1 FROM reminders m WHERE m.delivery_id = d.id AND m.closed_at IS NULL) AS reminded, d.state = 'arrived' AS unread, NULL AS my_role
  FROM (SELECT d1.* FROM deliveries d1
         WHERE d1.agency_id = $1 AND d1.sender_id = $10 AND d1.state = ANY($2::text[])
           AND (d1.arrived_at, d1.id) < ($3::timestamptz, $4::bigint)
           AND d1.arrived_at >= $8::timestamptz AND d1.arrived_at < $9::timestamptz
           AND (($6::text IS NULL AND $7::text IS NULL) OR EXISTS (
                SELECT 1 FROM documents x1 WHERE x1.id = d1.document_id
                   AND ($6::text IS NULL OR x1.urgency = $6) AND ($7::text IS NULL OR x1.kind_code = $7) OFFSET 0))
         ORDER BY d1.arrived_at DESC, d1.id DESC LIMIT $5) d
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 ORDER BY d.arrived_at DESC, d.id DESC

-- Documents that their senders want back and that nobody has answered for, newest first.
-- $1 agency  $2 before id  $3 limit
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open,
       EXISTS (SELECT 1 FROM reminders m WHERE m.delivery_id = d.id AND m.closed_at IS NULL) AS reminded, false AS unread, NULL AS my_role
  FROM (SELECT r1.delivery_id FROM recalls r1
         WHERE r1.agency_id = $1 AND r1.answer IS NULL AND r1.delivery_id < $2::bigint
         ORDER BY r1.delivery_id DESC LIMIT $3) k
  JOIN deliveries d ON d.id = k.delivery_id AND d.agency_id = $1
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 ORDER BY k.delivery_id DESC

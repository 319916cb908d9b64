-- $1 agency  $2 now  $3 after due  $4 after id  $5 limit  $6 official
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open,
       EXISTS (SELECT 1 FROM reminders m WHERE m.delivery_id = d.id AND m.closed_at IS NULL) AS reminded, mine.unread, mine.role AS my_role, mine.due_at AS my_due_at
  FROM (SELECT a.delivery_id, a.due_at, a.unread, a.role FROM assignments a
         WHERE a.official_id = $6 AND a.state = 'open' AND a.due_at < $2::timestamptz
           AND (a.due_at, a.delivery_id) > ($3::timestamptz, $4::bigint)
         ORDER BY a.due_at, a.delivery_id LIMIT $5) mine
  JOIN deliveries d ON d.id = mine.delivery_id AND d.agency_id = $1
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 ORDER BY mine.due_at, mine.delivery_id

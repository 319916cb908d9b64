-- Work of the home page: overdue or due until a moment, the most pressing first. For an official the assigned parts,
-- without one the whole agency's.
-- $1 agency  $2 until  $3 official (NULL: agency)  $4 limit
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open,
       EXISTS (SELECT 1 FROM reminders m WHERE m.delivery_id = d.id AND m.closed_at IS NULL) AS reminded, false AS unread, NULL AS my_role
  FROM ((SELECT k.delivery_id, k.due_at FROM incoming_entries k
          WHERE $3::bigint IS NULL AND k.agency_id = $1 AND k.closed_at IS NULL AND k.due_at < $2::timestamptz
          ORDER BY k.due_at, k.delivery_id LIMIT $4)
         UNION ALL
        (SELECT a.delivery_id, a.due_at FROM assignments a
          WHERE a.official_id = $3::bigint AND a.state = 'open' AND a.due_at < $2::timestamptz
          ORDER BY a.due_at, a.delivery_id LIMIT $4)) w
  JOIN deliveries d ON d.id = w.delivery_id AND d.agency_id = $1
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 ORDER BY w.due_at, w.delivery_id

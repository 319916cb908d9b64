-- What is assigned to an official, newest first; starts from the assignments (facts: the policy is no access path).
-- $1 agency  $2 states of the part (text[])  $3 before time  $4 before id  $5 limit  $6 urgency  $7 kind  $8 from  $9 to
-- $10 sender  $11 official
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issuer_name, d.state, d.arrived_at, d.id, e.arrival_number,
       e.due_at, e.closed_at, e.leader_id IS NOT NULL AS submitted, lo.name AS leader_name, ao.name AS lead_name,
       au.name AS lead_unit, r.delivery_id IS NOT NULL AND r.answer IS NULL AS recall_open,
       EXISTS (SELECT 1 FROM reminders m WHERE m.delivery_id = d.id AND m.closed_at IS NULL) AS reminded, mine.unread, mine.role AS my_role
  FROM (SELECT page.* FROM unnest($2::text[]) AS s(state)
         CROSS JOIN LATERAL (
               SELECT a.delivery_id, a.arrived_at, a.unread, a.role FROM assignments a
                WHERE a.official_id = $11 AND a.state = s.state
                  AND (a.arrived_at, a.delivery_id) < ($3::timestamptz, $4::bigint)
                  AND a.arrived_at >= $8::timestamptz AND a.arrived_at < $9::timestamptz
                  AND (($6::text IS NULL AND $7::text IS NULL AND $10::bigint IS NULL) OR EXISTS (
                       SELECT 1 FROM deliveries d1 JOIN documents x1 ON x1.id = d1.document_id
                        WHERE d1.id = a.delivery_id AND ($6::text IS NULL OR x1.urgency = $6)
                          AND ($7::text IS NULL OR x1.kind_code = $7) AND ($10::bigint IS NULL OR d1.sender_id = $10) OFFSET 0))
                ORDER BY a.arrived_at DESC, a.delivery_id DESC LIMIT $5) page
         ORDER BY page.arrived_at DESC, page.delivery_id DESC LIMIT $5) mine
  JOIN deliveries d ON d.id = mine.delivery_id AND d.agency_id = $1
  JOIN documents x ON x.id = d.document_id
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials lo ON lo.id = e.leader_id
  LEFT JOIN assignments la ON la.delivery_id = d.id AND la.role = 'lead' AND la.state <> 'withdrawn'
  LEFT JOIN officials ao ON ao.id = la.official_id
  LEFT JOIN units au ON au.id = la.unit_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 ORDER BY mine.arrived_at DESC, mine.delivery_id DESC

-- One document that the actor may see, with the actor's delivery and register entry where there is one.
-- $1 uid   $2 agency
SELECT x.*, coalesce(x.kind_name, k.name) AS kind_label, o.name AS drafter_name, u.name AS unit_name,
       (x.agency_id = $2 AND x.origin = 'own') IS TRUE AS own, q.uid AS reply_uid, q.number_text AS reply_number,
       q.notation AS reply_notation, q.subject AS reply_subject, (q.agency_id = $2 AND q.origin = 'own') IS TRUE AS reply_own,
       k.copy_form, c.uid AS source_uid, c.number_text AS source_number, c.notation AS source_notation,
       c.subject AS source_subject, (c.agency_id = $2 AND c.origin = 'own') IS TRUE AS source_own,
       d.id AS delivery_id, d.state AS delivery_state, d.arrived_at, d.state_at, d.reason, e.arrival_number,
       e.registered_at, e.leader_id, l.name AS leader_name, e.clerk_note, e.due_at,
       r.reason AS recall_reason, r.answer AS recall_answer, r.delivery_id IS NOT NULL AS recall_asked
  FROM documents x
  JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN officials o ON o.id = x.drafter_id AND x.agency_id = $2
  LEFT JOIN units u ON u.id = x.unit_id
  LEFT JOIN documents q ON q.id = x.in_reply_to
  LEFT JOIN documents c ON c.id = x.copy_of
  LEFT JOIN deliveries d ON d.document_id = x.id AND d.agency_id = $2
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
  LEFT JOIN officials l ON l.id = e.leader_id
  LEFT JOIN recalls r ON r.delivery_id = d.id
 WHERE x.uid = $1

-- The actor's delivery of a document, locked, with its register entry.
-- $1 document uid   $2 agency
SELECT d.id, d.document_id, d.sender_id, d.state, d.arrived_at, x.origin, x.subject, x.reply_due_at, x.urgency, x.kind_code,
       e.arrival_number, e.leader_id, e.due_at
  FROM documents x
  JOIN deliveries d ON d.document_id = x.id AND d.agency_id = $2
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
 WHERE x.uid = $1 FOR UPDATE OF d

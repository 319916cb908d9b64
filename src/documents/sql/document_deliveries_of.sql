-- $1 document   $2 sender
SELECT d.agency_id, d.state, d.state_at, d.reason, r.delivery_id IS NOT NULL AS recall_asked, r.answer, r.answer_reason
  FROM sent_deliveries d LEFT JOIN recalls r ON r.delivery_id = d.id
 WHERE d.document_id = $1 AND d.sender_id = $2 ORDER BY d.id

-- Asks every recipient that still has the document and was not asked before, or did not agree then.
-- $1 document  $2 sender  $3 reason  $4 now  $5 official
INSERT INTO recalls (delivery_id, document_id, sender_id, agency_id, reason, requested_at, requested_by)
SELECT d.id, d.document_id, $2, d.agency_id, $3, $4, $5 FROM sent_deliveries d
 WHERE d.document_id = $1 AND d.sender_id = $2 AND d.state NOT IN ('refused', 'recalled')
ON CONFLICT (delivery_id) DO UPDATE
   SET reason = excluded.reason, requested_at = excluded.requested_at, requested_by = excluded.requested_by,
       answer = NULL, answer_reason = NULL, answered_at = NULL
 WHERE recalls.answer = 'refused' RETURNING agency_id

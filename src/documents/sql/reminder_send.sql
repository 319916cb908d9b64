-- Reminds recipients that have not finished and are not asked to give the document back; each once a day at most.
-- $1 document  $2 sender  $3 recipients (bigint[])  $4 day  $5 now  $6 official  $7 note
INSERT INTO reminders (delivery_id, day, document_id, sender_id, agency_id, note, reminded_at, reminded_by)
SELECT d.id, $4, d.document_id, $2, d.agency_id, $7, $5, $6 FROM sent_deliveries d
 WHERE d.document_id = $1 AND d.sender_id = $2 AND d.agency_id = ANY($3::bigint[])
   AND d.state IN ('arrived', 'accepted', 'assigned', 'in_progress')
   AND NOT EXISTS (SELECT 1 FROM recalls r WHERE r.delivery_id = d.id AND r.answer IS DISTINCT FROM 'refused')
ON CONFLICT (delivery_id, day) DO NOTHING RETURNING agency_id

-- One delivery for each chosen recipient.
-- $1 document   $2 sender   $3 now
INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
SELECT nextval('delivery_ids'), $1, $2, r.agency_id, 'arrived', $3, $3 FROM document_recipients r WHERE r.document_id = $1

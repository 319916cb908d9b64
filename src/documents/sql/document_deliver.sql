-- One delivery for each chosen recipient; to agencies elsewhere it is on its way.
-- $1 document   $2 sender   $3 now   $4 agencies elsewhere (bigint[])
INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
SELECT nextval('delivery_ids'), $1, $2, r.agency_id, CASE WHEN r.agency_id = ANY($4::bigint[]) THEN 'sent' ELSE 'arrived' END, $3, $3
  FROM document_recipients r WHERE r.document_id = $1

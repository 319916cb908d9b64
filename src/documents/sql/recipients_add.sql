-- Further recipients of an issued document: a delivery for each that has none yet. The sender may not read deliveries back, so
-- the list of recipients says who is new.
-- $1 document   $2 sender   $3 agencies (bigint[])   $4 now   $5 agencies elsewhere (bigint[])
WITH fresh AS (
    INSERT INTO document_recipients (document_id, owner_id, agency_id)
    SELECT $1, $2, a.id FROM unnest($3::bigint[]) AS a(id)
     WHERE NOT EXISTS (SELECT 1 FROM sent_deliveries d WHERE d.document_id = $1 AND d.agency_id = a.id)
    ON CONFLICT DO NOTHING RETURNING agency_id),
made AS (
    INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
    SELECT nextval('delivery_ids'), $1, $2, agency_id, CASE WHEN agency_id = ANY($5::bigint[]) THEN 'sent' ELSE 'arrived' END, $4, $4
      FROM fresh)
SELECT agency_id FROM fresh

-- $1 document   $2 agencies (bigint[])   $3 owner
WITH gone AS (DELETE FROM document_recipients WHERE document_id = $1 AND NOT agency_id = ANY($2::bigint[]))
INSERT INTO document_recipients (document_id, owner_id, agency_id) SELECT $1, $3, unnest($2::bigint[])
ON CONFLICT DO NOTHING

-- $1 document  $2 agency  $3 official  $4 official name  $5 action  $6 shared  $7 detail  $8 at
INSERT INTO document_events (document_id, agency_id, official_id, official_name, action, shared, detail, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

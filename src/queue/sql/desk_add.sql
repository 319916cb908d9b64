-- $1 agency  $2 code  $3 name
INSERT INTO queue_desks (agency_id, code, name) VALUES ($1::bigint, $2, $3)

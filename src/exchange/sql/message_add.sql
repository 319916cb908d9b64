-- $1 uid  $2 kind  $3 system  $4 from code  $5 from name  $6 document id  $7 business  $8 status code  $9 title  $10 notation
-- $11 urgency  $12 about  $13 sha256  $14 size  $15 now
INSERT INTO axis_messages (uid, kind, system_id, from_code, from_name, document_id, business, status_code, title, notation, urgency,
                           about, sha256, size, created_at)
VALUES ($1::uuid, $2, $3::bigint, $4, $5, $6, $7::smallint, $8, $9, $10, $11::smallint, $12::bigint, $13, $14::bigint, $15)
RETURNING id

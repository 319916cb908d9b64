-- $1 uid  $2 agency  $3 from (definition)  $4 to  $5 mapping (json)  $6 reason  $7 now  $8 official
INSERT INTO process_migrations (uid, agency_id, from_id, to_id, mapping, reason, started_at, started_by)
VALUES ($1::uuid, $2, $3, $4, $5::json, $6, $7, $8) RETURNING id

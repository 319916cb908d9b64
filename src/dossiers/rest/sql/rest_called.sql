-- A system did something to a dossier; no row: it has used the key.
-- $1 system  $2 key  $3 dossier  $4 digest  $5 now
INSERT INTO system_calls (system_id, key, dossier_id, agency_id, digest, at)
VALUES ($1::bigint, $2, $3::bigint, current_setting('lt.agency')::bigint, $4, $5::timestamptz)
ON CONFLICT ON CONSTRAINT system_calls_key DO NOTHING

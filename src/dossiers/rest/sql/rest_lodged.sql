-- Who lodged it.
-- $1 dossier  $2 system  $3 digest of what it sent
INSERT INTO dossier_systems (dossier_id, system_id, agency_id, digest)
VALUES ($1::bigint, $2::bigint, current_setting('lt.agency')::bigint, $3)

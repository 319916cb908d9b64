-- $1 dossier  $2 code  $3 name  $4 reason  $5 now
INSERT INTO dossier_waived_results (dossier_id, code, name, reason, agency_id, official_id, at)
VALUES ($1::bigint, $2, $3, $4, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, $5::timestamptz)
ON CONFLICT DO NOTHING

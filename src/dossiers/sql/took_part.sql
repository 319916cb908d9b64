-- $1 dossier
INSERT INTO dossier_people (dossier_id, agency_id, official_id)
SELECT $1::bigint, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint
 WHERE current_setting('lt.official')::bigint <> 0 ON CONFLICT DO NOTHING

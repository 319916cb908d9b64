-- Who hands over or receives papers takes part in their dossiers.
-- $1 batch
INSERT INTO dossier_people (dossier_id, agency_id, official_id)
SELECT dossier_id, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint FROM hand_over_lines WHERE batch_id = $1::bigint
ON CONFLICT DO NOTHING

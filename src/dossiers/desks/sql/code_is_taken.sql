-- Whether a dossier has one of these codes.
-- $1 codes (text[])
SELECT EXISTS (SELECT 1 FROM dossiers d WHERE d.code = ANY ($1::text[])) AS taken

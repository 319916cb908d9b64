-- A template of codes from a day on: an agency's own, or the province's.
-- $1 agency, 0 of the province  $2 template  $3 day  $4 basis
INSERT INTO dossier_code_templates (agency_id, template, valid_from, basis) VALUES (nullif($1::bigint, 0), $2, $3::date, $4)
ON CONFLICT ON CONSTRAINT dossier_code_templates_key DO UPDATE SET template = excluded.template, basis = excluded.basis

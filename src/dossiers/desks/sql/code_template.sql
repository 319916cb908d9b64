-- The template of codes that counts for an agency on a day.
-- $1 agency, 0: none has its own  $2 day
SELECT template, agency_id IS NOT NULL AS own FROM dossier_code_templates
 WHERE (agency_id = $1::bigint OR agency_id IS NULL) AND valid_from <= $2::date
 ORDER BY agency_id NULLS LAST, valid_from DESC LIMIT 1

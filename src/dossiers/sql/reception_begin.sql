-- The template of codes that counts for the agency on a day, whether this form made a dossier before, and whether the
-- procedure's version is in force.
-- $1 agency  $2 key of the form  $3 day  $4 version of the procedure
SELECT (SELECT t.template FROM dossier_code_templates t
         WHERE (t.agency_id = $1::bigint OR t.agency_id IS NULL) AND t.valid_from <= $3::date
         ORDER BY t.agency_id NULLS LAST, t.valid_from DESC LIMIT 1) AS template,
       EXISTS (SELECT 1 FROM dossiers d WHERE d.uid = $2::uuid) AS again,
       EXISTS (SELECT 1 FROM procedure_versions v WHERE v.uid = $4::uuid AND v.state = 'approved' AND v.valid_from <= $3::date
                  AND (v.valid_to IS NULL OR v.valid_to >= $3::date)) AS in_force

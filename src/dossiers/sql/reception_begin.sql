-- The template of codes that counts for the agency on a day, whether this form made a dossier before, whether the procedure's version is in
-- force and received there, and the decision models of fees and of time that hold on that day. A model that an agency has of its own counts
-- for some agencies only: NULL then, and it is looked for by whoever decides.
-- $1 agency  $2 key of the form  $3 day  $4 version of the procedure  $5 key of the model of fees ('': none)  $6 of time
SELECT (SELECT t.template FROM dossier_code_templates t
         WHERE (t.agency_id = $1::bigint OR t.agency_id IS NULL) AND t.valid_from <= $3::date
         ORDER BY t.agency_id NULLS LAST, t.valid_from DESC LIMIT 1) AS template,
       EXISTS (SELECT 1 FROM dossiers d WHERE d.uid = $2::uuid) AS again,
       EXISTS (SELECT 1 FROM procedure_versions v WHERE v.uid = $4::uuid AND v.state = 'approved' AND v.valid_from <= $3::date
                  AND (v.valid_to IS NULL OR v.valid_to >= $3::date)
                  AND EXISTS (SELECT 1 FROM procedure_agencies a
                               WHERE a.procedure_id = v.procedure_id AND a.agency_id = $1::bigint AND a.part = 'receives')) AS in_force,
       (SELECT CASE WHEN bool_and(m.agency_id IS NULL) THEN (array_agg(m.id ORDER BY m.valid_from DESC, m.version DESC))[1] END
          FROM decision_models m WHERE m.key = $5 AND m.withdrawn_at IS NULL AND m.valid_from <= $3::date
           AND coalesce(m.valid_to >= $3::date, true)) AS fees_model,
       (SELECT CASE WHEN bool_and(m.agency_id IS NULL) THEN (array_agg(m.id ORDER BY m.valid_from DESC, m.version DESC))[1] END
          FROM decision_models m WHERE m.key = $6 AND m.withdrawn_at IS NULL AND m.valid_from <= $3::date
           AND coalesce(m.valid_to >= $3::date, true)) AS time_model

-- The version of a procedure that is in force on a day.
-- $1 code  $2 day
SELECT v.uid, p.code, v.version, v.state, v.content::text AS content, v.ready::text AS ready, v.issues, v.valid_from, v.valid_to
  FROM procedures p JOIN procedure_versions v ON v.procedure_id = p.id
 WHERE p.code = $1 AND v.state = 'approved' AND v.valid_from <= $2::date AND (v.valid_to IS NULL OR v.valid_to >= $2::date)

-- The version of a procedure that is in force on a day, for an agency that receives it.
-- $1 code  $2 day  $3 agency
SELECT v.uid
  FROM procedures p JOIN procedure_versions v ON v.procedure_id = p.id
 WHERE p.code = $1 AND v.state = 'approved' AND v.valid_from <= $2::date AND (v.valid_to IS NULL OR v.valid_to >= $2::date)
   AND EXISTS (SELECT FROM procedure_agencies a WHERE a.procedure_id = p.id AND a.agency_id = $3::bigint AND a.part = 'receives')

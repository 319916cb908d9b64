-- The version in force, which another one follows: its last day.
-- $1 uid of the draft that follows  $2 first day of that one
UPDATE procedure_versions v SET valid_to = $2::date - 1
  FROM procedure_versions d
 WHERE d.uid = $1 AND v.procedure_id = d.procedure_id AND v.state = 'approved' AND v.valid_to IS NULL AND v.valid_from < $2::date

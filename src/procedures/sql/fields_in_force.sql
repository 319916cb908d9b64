-- Fields with the number of their procedures in force on a day.
-- $1 day
SELECT f.id, f.name, count(*) AS procedures
  FROM procedure_fields f JOIN procedure_versions v ON v.field_id = f.id
 WHERE v.state = 'approved' AND v.valid_from <= $1::date AND (v.valid_to IS NULL OR v.valid_to >= $1::date)
 GROUP BY f.id ORDER BY f.name

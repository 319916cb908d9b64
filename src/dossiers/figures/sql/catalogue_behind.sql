-- The procedures behind a number of II.07b, by code.
-- $1 agency  $2 day  $3 column  $4 code of the row before, '' for the first page  $5 limit
SELECT p.code, v.name, f.name AS field, v.runnable
  FROM procedure_agencies a
  JOIN procedures p ON p.id = a.procedure_id
  JOIN procedure_versions v ON v.procedure_id = a.procedure_id AND v.state = 'approved' AND v.valid_from <= $2::date
                           AND (v.valid_to IS NULL OR v.valid_to >= $2::date)
  LEFT JOIN procedure_fields f ON f.id = v.field_id
 WHERE a.part = 'decides' AND a.agency_id = $1::bigint AND p.code > $4
   AND CASE $3 WHEN 'decided' THEN true
               WHEN 'with_process' THEN v.runnable
               ELSE EXISTS (SELECT 1 FROM procedure_agencies r JOIN agencies g ON g.id = r.agency_id
                             WHERE r.procedure_id = a.procedure_id AND r.part = 'receives'
                               AND ($3 = 'at_desks' OR g.level = CASE $3 WHEN 'at_province_desks' THEN 'province' ELSE 'commune' END))
       END
 ORDER BY p.code LIMIT $5::int

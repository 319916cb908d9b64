-- Procedures in force on a day, by name; page by key.
-- $1 query of words, '' for all  $2 patterns of the words typed with accents (text[])  $3 field, 0 for all  $4 day
-- $5 sort_name and $6 uid of the last one shown before ('' and NULL: from the first)  $7 limit
SELECT v.uid, p.code, v.name, f.name AS field, v.sort_name
  FROM procedure_versions v
  JOIN procedures p ON p.id = v.procedure_id
  LEFT JOIN procedure_fields f ON f.id = v.field_id
 WHERE v.state = 'approved' AND v.valid_from <= $4::date AND (v.valid_to IS NULL OR v.valid_to >= $4::date)
   AND ($1::text = '' OR v.lex @=@ $1::tsquery) AND v.plain LIKE ALL ($2::text[]) AND ($3::bigint = 0 OR v.field_id = $3)
   AND ($6::uuid IS NULL OR (v.sort_name, v.uid) > ($5::text, $6::uuid))
 ORDER BY v.sort_name, v.uid LIMIT $7

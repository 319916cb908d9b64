-- Procedures in force on a day that are ready to run and that an agency receives, by name.
-- $1 agency  $2 query of words, '' for all  $3 patterns of the words typed with accents (text[])  $4 day  $5 limit
SELECT v.uid, p.code, v.name, f.name AS field, v.sort_name
  FROM procedure_agencies a
  JOIN procedures p ON p.id = a.procedure_id
  JOIN procedure_versions v ON v.procedure_id = p.id
  LEFT JOIN procedure_fields f ON f.id = v.field_id
 WHERE a.agency_id = $1 AND a.part = 'receives' AND v.runnable
   AND v.state = 'approved' AND v.valid_from <= $4::date AND (v.valid_to IS NULL OR v.valid_to >= $4::date)
   AND ($2::text = '' OR v.lex @=@ $2::tsquery) AND v.plain LIKE ALL ($3::text[])
 ORDER BY v.sort_name, v.uid LIMIT $5

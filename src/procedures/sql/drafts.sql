-- Drafts that wait for approval; those that were understood as a whole come first.
-- $1 query of words, '' for all  $2 patterns of the words typed with accents (text[])
-- $3 issues and $4 code of the last one shown before (-1 and '': from the first)  $5 limit
SELECT v.uid, p.code, v.version, v.name, v.issues, v.drafted_at
  FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id
 WHERE v.state = 'draft' AND ($1::text = '' OR v.lex @=@ $1::tsquery) AND v.plain LIKE ALL ($2::text[])
   AND (v.issues, p.code) > ($3::int, $4::text)
 ORDER BY v.issues, p.code LIMIT $5

-- The own agency's procedures behind 4.5a: those with dossiers, and whether one of them used the population database.
-- $1 from  $2 until  $3 as of  $4 codes of the population database (text[])  $5 'numerator' | 'denominator' | 'rest'
-- $6 code of the row before, '' for the first page  $7 limit
SELECT p.code, v.name, '{}'::text[] AS lacks
  FROM lt_judge_identifying($1::timestamptz, $2::timestamptz, $3::timestamptz, $4::text[]) j
  JOIN procedures p ON p.id = j.procedure_id
  JOIN LATERAL (SELECT x.name FROM procedure_versions x WHERE x.procedure_id = p.id AND x.state = 'approved'
                 ORDER BY x.version DESC LIMIT 1) v ON true
 WHERE CASE $5 WHEN 'numerator' THEN j.identified WHEN 'rest' THEN NOT j.identified ELSE true END AND p.code > $6
 ORDER BY p.code LIMIT $7::int

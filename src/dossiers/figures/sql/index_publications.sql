-- The decisions behind a component of the index, of an agency that who asks may count for, each with a procedure that it announced.
-- $1 agency  $2 first day  $3 day behind the last  $4 as of  $5 measure  $6 'numerator' | 'denominator' | 'rest'
-- $7 code and $8 decision of the row before, '' for the first page  $9 limit
SELECT p.code, coalesce(v.name, p.code) AS name, b.decision, b.decided_on, b.decide_by, b.published_on, b.publish_by
  FROM (SELECT j.procedure_id, j.publication_id, CASE $5 WHEN 'decided_in_time' THEN j.decided ELSE j.listed END AS asked,
               CASE $5 WHEN 'decided_in_time' THEN j.decided_in_time ELSE j.listed_in_time END AS good
          FROM lt_judge_publications($1::bigint, $2::date, $3::date, $4::timestamptz) j) c
  JOIN procedure_publications b ON b.id = c.publication_id
  JOIN procedures p ON p.id = c.procedure_id
  LEFT JOIN LATERAL (SELECT x.name FROM procedure_versions x WHERE x.procedure_id = p.id ORDER BY x.version DESC LIMIT 1) v ON true
 WHERE c.asked AND CASE $6 WHEN 'numerator' THEN c.good WHEN 'rest' THEN NOT c.good ELSE true END
   AND (p.code, b.decision) > ($7::text, $8::text)
 ORDER BY p.code, b.decision LIMIT $9::int

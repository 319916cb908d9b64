-- The procedures behind a component of the index, of an agency that who asks may count for.
-- $1 agency  $2 from  $3 until  $4 as of  $5 measure  $6 'numerator' | 'denominator' | 'rest'
-- $7 code of the row before, '' for the first page  $8 limit
SELECT p.code, v.name, c.lacks
  FROM (SELECT j.procedure_id, j.version_id, j.lacks,
               CASE $5 WHEN 'whole' THEN j.decides WHEN 'offered_online' THEN j.receives WHEN 'used_online' THEN j.receives AND j.has_online
                       WHEN 'fees_payable_online' THEN j.receives AND j.has_fees WHEN 'fees_paid_online' THEN j.receives AND j.has_fees END AS asked,
               CASE $5 WHEN 'whole' THEN j.lacks = '{}' WHEN 'offered_online' THEN j.has_online WHEN 'used_online' THEN j.used_online
                       WHEN 'fees_payable_online' THEN j.payable_online WHEN 'fees_paid_online' THEN j.paid_online END AS good
          FROM lt_judge_procedures($1::bigint, $2::timestamptz, $3::timestamptz, $4::timestamptz) j) c
  JOIN procedures p ON p.id = c.procedure_id
  JOIN procedure_versions v ON v.id = c.version_id
 WHERE c.asked AND CASE $6 WHEN 'numerator' THEN c.good WHEN 'rest' THEN NOT c.good ELSE true END AND p.code > $7
 ORDER BY p.code LIMIT $8::int

-- The own agency's petitions behind a component of the index, the oldest first.
-- $1 from  $2 until  $3 as of  $4 measure  $5 'numerator' | 'denominator' | 'rest'
-- $6 id of the row before, 0 for the first page  $7 limit
SELECT p.id, p.uid, p.lodged_at,
       coalesce((SELECT min(a.due_at) FROM dossier_petition_acts a
                  WHERE a.petition_id = p.id AND a.kind = 'forwarded' AND a.agency_id = current_setting('lt.agency')::bigint AND a.at > a.due_at),
                p.due_at) AS due_at, p.answered_at, d.code, d.owner_name, d.procedure,
       (SELECT m.liked FROM dossier_petition_marks m WHERE m.petition_id = p.id ORDER BY m.id DESC LIMIT 1) AS liked
  FROM (SELECT j.petition_id, CASE $4 WHEN 'answered_in_time' THEN j.handled ELSE j.marked END AS asked,
               CASE $4 WHEN 'answered_in_time' THEN j.in_time ELSE j.liked END AS good
          FROM lt_judge_petitions($1::timestamptz, $2::timestamptz, $3::timestamptz) j) c
  JOIN dossier_petitions p ON p.id = c.petition_id
  CROSS JOIN LATERAL lt_petition_subject(p.id) d
 WHERE c.asked AND CASE $5 WHEN 'numerator' THEN c.good WHEN 'rest' THEN NOT c.good ELSE true END AND p.id > $6::bigint
 ORDER BY p.id LIMIT $7::int

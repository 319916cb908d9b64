-- The dossiers behind a component of the index: what counts in it, or all that it is measured by.
-- $1 from  $2 until  $3 as of  $4 measure  $5 'numerator' | 'denominator' | 'rest'
-- $6 received_at and $7 id of the row before (NULL: from the first)  $8 limit
SELECT d.id, d.uid, d.code, v.name AS procedure, d.owner_name, d.state, d.way, d.received_at, d.due_at, d.first_due_at,
       coalesce(d.resolved_at, d.ended_at) AS ended_at
  FROM (SELECT j.dossier_id,
               CASE $4 WHEN 'electronic_result' THEN j.finished WHEN 'paid_online' THEN j.owes ELSE true END AS asked,
               CASE $4 WHEN 'on_time' THEN j.on_time WHEN 'online' THEN j.online WHEN 'paid_online' THEN j.paid_online
                       WHEN 'electronic_result' THEN j.with_result WHEN 'digitised' THEN j.digitised WHEN 'reused' THEN j.reused
                       WHEN 'synced' THEN j.synced END AS good
          FROM lt_judge_dossiers($1::timestamptz, $2::timestamptz, $3::timestamptz) j) c
  JOIN dossiers d ON d.id = c.dossier_id
  JOIN procedure_versions v ON v.id = d.version_id
 WHERE c.asked AND CASE $5 WHEN 'numerator' THEN c.good WHEN 'rest' THEN NOT c.good ELSE true END
   AND ($6::timestamptz IS NULL OR (d.received_at, d.id) > ($6::timestamptz, $7::bigint))
 ORDER BY d.received_at, d.id LIMIT $8::int

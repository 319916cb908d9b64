-- The dossiers behind a component of the index: what counts in it, or all that it is measured by.
-- $1 from  $2 until  $3 as of  $4 measure  $5 'numerator' | 'denominator' | 'rest'
-- $6 received_at and $7 id of the row before (NULL: from the first)  $8 limit
-- $9 codes of procedures that certify copies (text[])  $10 codes of the population database (text[])
SELECT d.id, d.uid, d.code, v.name AS procedure, d.owner_name, d.state, d.way, d.received_at, d.due_at, d.first_due_at,
       coalesce(d.resolved_at, d.ended_at) AS ended_at
  FROM (SELECT j.dossier_id,
               CASE $4 WHEN 'electronic_result' THEN j.finished WHEN 'paid_online' THEN j.owes WHEN 'rated' THEN j.rated
                       WHEN 'certified' THEN j.finished AND j.procedure_id IN (SELECT p.id FROM procedures p WHERE p.code = ANY ($9::text[]))
                       ELSE true END AS asked,
               CASE $4 WHEN 'on_time' THEN j.on_time WHEN 'online' THEN j.online WHEN 'paid_online' THEN j.paid_online
                       WHEN 'electronic_result' THEN j.with_result WHEN 'digitised' THEN j.digitised WHEN 'reused' THEN j.reused
                       WHEN 'synced' THEN j.synced WHEN 'certified' THEN j.with_result WHEN 'from_store' THEN j.from_store
                       WHEN 'identified' THEN j.identified WHEN 'pleased' THEN j.on_time AND NOT j.complained AND NOT j.disliked
                       WHEN 'rated' THEN NOT j.disliked END AS good
          FROM lt_judge_dossiers($1::timestamptz, $2::timestamptz, $3::timestamptz, $10::text[]) j) c
  JOIN dossiers d ON d.id = c.dossier_id
  JOIN procedure_versions v ON v.id = d.version_id
 WHERE c.asked AND CASE $5 WHEN 'numerator' THEN c.good WHEN 'rest' THEN NOT c.good ELSE true END
   AND ($6::timestamptz IS NULL OR (d.received_at, d.id) > ($6::timestamptz, $7::bigint))
 ORDER BY d.received_at, d.id LIMIT $8::int

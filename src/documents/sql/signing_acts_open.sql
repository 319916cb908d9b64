-- What one official has begun and not ended, the oldest first, with those of its documents that have not ended.
-- $1 agency  $2 official
SELECT a.uid, a.expires_at,
       ARRAY(SELECT DISTINCT f.document_uid::text FROM signing_act_files f
              WHERE f.act_id = a.id AND f.closed_at IS NULL AND f.why IS NULL) AS documents,
       (SELECT f.document_name FROM signing_act_files f
         WHERE f.act_id = a.id AND f.closed_at IS NULL AND f.why IS NULL ORDER BY f.position LIMIT 1) AS first_name
  FROM signing_acts a
 WHERE a.agency_id = $1 AND a.official_id = $2 AND a.state IN ('waiting', 'confirmed') ORDER BY a.id

-- What one official has begun and not ended, the oldest first, with its documents.
-- $1 agency  $2 official
SELECT a.uid, a.expires_at,
       ARRAY(SELECT DISTINCT f.document_uid::text FROM signing_act_files f WHERE f.act_id = a.id) AS documents,
       (SELECT f.document_name FROM signing_act_files f WHERE f.act_id = a.id AND f.position = 0) AS first_name
  FROM signing_acts a
 WHERE a.agency_id = $1 AND a.official_id = $2 AND a.state IN ('waiting', 'confirmed') ORDER BY a.id

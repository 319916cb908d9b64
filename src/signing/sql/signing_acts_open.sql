-- What one official has begun for these purposes and not ended, the oldest first, with what is signed by it and has not ended.
-- $1 agency  $2 official  $3 purposes (text[])
SELECT a.uid, a.expires_at,
       ARRAY(SELECT DISTINCT f.document_uid::text FROM signing_act_files f
              WHERE f.act_id = a.id AND f.closed_at IS NULL AND f.why IS NULL) AS items,
       (SELECT f.document_name FROM signing_act_files f
         WHERE f.act_id = a.id AND f.closed_at IS NULL AND f.why IS NULL ORDER BY f.position LIMIT 1) AS first_name
  FROM signing_acts a
 WHERE a.agency_id = $1 AND a.official_id = $2 AND a.state IN ('waiting', 'confirmed') AND a.purpose = ANY ($3) ORDER BY a.id

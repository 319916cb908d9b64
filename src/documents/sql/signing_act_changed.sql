-- The documents of an act that are not any more what was given out, of those that have not ended.
-- $1 act
SELECT DISTINCT f.document_uid
  FROM signing_act_files f
 WHERE f.act_id = $1 AND f.closed_at IS NULL AND f.why IS NULL
   AND NOT EXISTS (SELECT FROM document_files x JOIN documents d ON d.id = x.document_id
                    WHERE x.uid = f.file_uid AND x.sha256 = f.before_sha256 AND d.uid = f.document_uid
                      AND d.version = f.document_version)

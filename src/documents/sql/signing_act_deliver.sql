-- A file comes back signed: once, while the session that asked for it is there and the document is still the one that was given out.
-- $1 act  $2 position  $3 content given out  $4 content that came  $5 session (hash)  $6 now
UPDATE signing_act_files f SET delivered_sha256 = $4
 WHERE f.act_id = $1 AND f.position = $2 AND f.sha256 = $3 AND f.delivered_sha256 IS NULL AND f.why IS NULL
   AND lt_logged_in($5, $6)
   AND EXISTS (SELECT FROM document_files x JOIN documents d ON d.id = x.document_id
                WHERE x.uid = f.file_uid AND x.sha256 = f.before_sha256 AND d.uid = f.document_uid
                  AND d.version = f.document_version)
RETURNING f.position

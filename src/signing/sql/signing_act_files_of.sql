-- $1 act
SELECT position, document_uid, document_version, document_name, file_uid, before_sha256, sha256, hole_begin, hole_end, digest, why,
       delivered_sha256, closed_at IS NOT NULL AS closed, detail
  FROM signing_act_files WHERE act_id = $1 ORDER BY position

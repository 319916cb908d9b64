-- $1 id  $2 now
SELECT id, owner, name, metadata, length, received, segments, stored, blob_sha256, media_type, used_at IS NOT NULL AS used
  FROM uploads WHERE id = $1 AND expires_at > $2::timestamptz

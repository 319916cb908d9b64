-- What an official, or the agency itself, signs with; the newest first.
-- $1 agency  $2 official; 0: the agency's own
SELECT id, uid, agency_id, official_id, holder, place, file_sha256, certificates, picture_sha256, created_at
  FROM signing_keys
 WHERE agency_id = $1 AND coalesce(official_id, 0) = $2 AND ended_at IS NULL ORDER BY id DESC

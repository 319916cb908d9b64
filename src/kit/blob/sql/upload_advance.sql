-- Counts the pieces that are on the disk now; nothing when somebody else went on with this upload.
-- $1 id  $2 received before  $3 received now  $4 segments  $5 stored bytes
UPDATE uploads SET received = $3::bigint, segments = $4::integer, stored = $5::bigint
 WHERE id = $1 AND received = $2::bigint AND blob_sha256 IS NULL

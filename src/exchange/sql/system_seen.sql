-- $1 system  $2 now
UPDATE connected_systems SET seen_at = $2::timestamptz
 WHERE id = $1::bigint AND (seen_at IS NULL OR seen_at < $2::timestamptz - interval '1 minute')

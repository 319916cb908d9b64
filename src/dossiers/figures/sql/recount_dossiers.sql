-- For the recount: dossiers that an agency decides and that were received in a span, as they stand in their rows.
-- $1 agency  $2 from  $3 before  $4 id of the row before  $5 limit
SELECT id, way, received_at, first_due_at, life::text AS life FROM dossiers
 WHERE decides_id = $1::bigint AND received_at >= $2::timestamptz AND received_at < $3::timestamptz AND id > $4::bigint
 ORDER BY id LIMIT $5::int

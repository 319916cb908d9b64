-- $1 id  $2 attempt  $3 end of the lease
UPDATE jobs SET run_at = $3::timestamptz WHERE id = $1::bigint AND attempt = $2::integer

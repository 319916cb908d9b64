-- $1 id  $2 attempt  $3 run at  $4 error
UPDATE jobs SET state = 'ready', run_at = $3::timestamptz, last_error = $4
 WHERE id = $1::bigint AND attempt = $2::integer

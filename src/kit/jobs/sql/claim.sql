-- Leases due jobs: until the lease ends nobody else finds them. = ANY (ARRAY(…)) runs the inner SELECT
-- exactly once.
-- $1 now  $2 end of the lease  $3 kinds (text[])  $4 limit
UPDATE jobs SET state = 'running', run_at = $2::timestamptz, attempt = attempt + 1
 WHERE id = ANY (ARRAY(
    SELECT id FROM jobs WHERE run_at <= $1::timestamptz AND kind = ANY ($3::text[])
     ORDER BY run_at, id LIMIT $4::integer FOR UPDATE SKIP LOCKED))
RETURNING id, kind, payload, attempt

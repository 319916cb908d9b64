-- A job that failed for good becomes a dead letter.
-- $1 id  $2 attempt  $3 error, or NULL for the one kept from the last attempt  $4 attempts made  $5 now
WITH gone AS (
    DELETE FROM jobs WHERE id = $1::bigint AND attempt = $2::integer RETURNING kind, payload, last_error)
INSERT INTO dead_letters (kind, payload, error, attempts, failed_at)
SELECT kind, payload, coalesce($3, 'the worker died, also before it could say why; last error: ' ||
                               coalesce(last_error, 'none')), $4::integer, $5::timestamptz
  FROM gone

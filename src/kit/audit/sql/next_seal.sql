-- $1 year  $2 number of the one before
SELECT number, ids, row_hashes, hash, sealed_at FROM audit_seals
 WHERE year = $1::integer AND number > $2::bigint ORDER BY number LIMIT 1

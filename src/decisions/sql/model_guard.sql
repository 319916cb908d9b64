-- Who deploys a model waits for whoever deploys the same: each gets a version of its own.
-- $1 agency (NULL: the province)  $2 key
SELECT pg_advisory_xact_lock(hashtextextended(coalesce($1::bigint, 0) || '/' || $2, 15))

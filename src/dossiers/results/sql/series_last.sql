-- The last number of a book, without its lock; no row before the first one.
-- $1 agency  $2 book  $3 period
SELECT last FROM dossier_series WHERE agency_id = $1::bigint AND book = $2 AND period = $3

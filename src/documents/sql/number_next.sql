-- The number that comes next in a series, as far as can be told without locking it.
-- $1 agency  $2 book  $3 year
SELECT coalesce(max(last), 0) + 1 AS next FROM number_series WHERE agency_id = $1 AND book = $2 AND year = $3

-- How much is to be preserved or renewed, how much of that should have been, and why the last try failed.
-- $1 now (timestamptz)   $2 due since then is late (timestamptz)
SELECT count(*) AS due, count(*) FILTER (WHERE renew_by <= $2::timestamptz) AS late,
       coalesce((array_agg(why ORDER BY tried_at DESC) FILTER (WHERE why <> ''))[1], '') AS why
  FROM preserved_files WHERE renew_by <= $1::timestamptz

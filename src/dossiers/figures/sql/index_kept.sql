-- When a period was last counted, and by which rules.
-- $1 period  $2 first day
SELECT rules, as_of FROM index_counts WHERE period = $1 AND starts_on = $2::date

-- $1 period  $2 first day
DELETE FROM index_results WHERE period = $1 AND starts_on = $2::date

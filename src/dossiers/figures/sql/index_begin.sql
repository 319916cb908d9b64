-- The period is counted anew. Waits for whoever else counts it.
-- $1 period  $2 first day  $3 rules  $4 as of
INSERT INTO index_counts (period, starts_on, rules, as_of) VALUES ($1, $2::date, $3, $4::timestamptz)
ON CONFLICT (period, starts_on) DO UPDATE SET rules = EXCLUDED.rules, as_of = EXCLUDED.as_of, stale = false

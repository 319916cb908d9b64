-- Periods that an earlier program counted, which knew less.
SELECT period, starts_on FROM index_counts WHERE stale ORDER BY starts_on, period

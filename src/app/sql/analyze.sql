-- After a bulk load, so that the first pages need not wait for autovacuum's statistics.
ANALYZE

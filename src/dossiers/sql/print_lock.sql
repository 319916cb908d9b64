-- Papers that are numbered when they are printed: one at a time.
-- $1 which
SELECT pg_advisory_xact_lock(hashtextextended('dossiers.print ' || $1::text, 0))

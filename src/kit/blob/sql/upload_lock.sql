-- Uploads of one owner begin one after the other.
-- $1 owner
SELECT pg_advisory_xact_lock(hashtextextended('lt.uploads/' || $1::text, 0))

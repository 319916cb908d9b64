-- One at a time follows a dossier.
-- $1 uid of the dossier
SELECT pg_advisory_xact_lock(hashtextextended('dossiers.follow ' || $1::text, 0))

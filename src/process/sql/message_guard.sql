-- One who opens a wait for a message and one who brings it never miss each other: the one waits for the other's commit.
-- $1 agency  $2 name
SELECT pg_advisory_xact_lock_shared(hashtextextended($1::bigint || '/' || $2, 14))

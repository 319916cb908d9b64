-- As message_guard, for who brings one.
-- $1 agency  $2 name
SELECT pg_advisory_xact_lock(hashtextextended($1::bigint || '/' || $2, 14))

-- Whether no other queue lives on this database; until the end of the transaction none begins to.
-- $1 the lock that each of them shares
SELECT pg_try_advisory_xact_lock($1::bigint) AS alone

-- What /metrics says of the queue and the journal; -1 where nothing was sealed this year.
-- $1 year in Vietnam (int)
SELECT (SELECT count(*) FROM jobs) AS jobs_pending,
       (SELECT count(*) FROM dead_letters) AS dead_letters,
       coalesce((SELECT extract(epoch FROM s.sealed_at)::bigint FROM audit_seals s
                  WHERE s.year = $1 ORDER BY s.number DESC LIMIT 1), -1) AS sealed_at

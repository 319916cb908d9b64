-- What the agency registered and issued between two moments; found by indexes that end with the newest.
-- $1 agency  $2 from  $3 until  $4 year of the register
SELECT (SELECT count(*) FROM (SELECT 1 FROM incoming_entries
         WHERE agency_id = $1 AND year = $4 AND registered_at >= $2::timestamptz AND registered_at < $3::timestamptz
         ORDER BY arrival_number DESC LIMIT 1000) q)::int AS registered,
       (SELECT count(*) FROM (SELECT 1 FROM documents
         WHERE agency_id = $1 AND origin = 'own' AND state = 'issued' AND changed_at >= $2::timestamptz
           AND issued_at >= $2::timestamptz AND issued_at < $3::timestamptz LIMIT 1000) q)::int AS issued,
       coalesce((SELECT last FROM number_series WHERE agency_id = $1 AND book = 'incoming' AND year = $4), 0)
           AS last_arrival

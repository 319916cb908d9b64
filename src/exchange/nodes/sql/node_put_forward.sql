-- What lies further ahead than its tries explain was written by a clock that has been set back: it is due now.
-- $1 now
UPDATE node_outbox SET next_at = $1::timestamptz
 WHERE next_at > $1::timestamptz + interval '8 minutes' + interval '30 seconds' * 2 ^ least(tries, 7)

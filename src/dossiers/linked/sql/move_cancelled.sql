-- Batches on their way to the agency that ended with this move.
-- $1 agency that is gone  $2 now
SELECT uid, giver_id FROM hand_over_batches
 WHERE receiver_id = $1::bigint AND state = 'withdrawn' AND closed_by = 0 AND closed_at = $2::timestamptz ORDER BY id

-- The lock of who closes it.
-- $1 uid
SELECT id FROM hand_over_batches WHERE uid = $1::uuid FOR NO KEY UPDATE

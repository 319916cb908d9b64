-- $1 batch  $2 the slip's content
UPDATE hand_over_batches SET sha256 = $2 WHERE id = $1::bigint AND sha256 IS NULL

-- $1 predecessor  $2 successor
INSERT INTO agency_successions (predecessor_id, successor_id) VALUES ($1::bigint, $2::bigint)

-- Makes the counter, or finds it.
-- $1 desk  $2 agency  $3 number
INSERT INTO queue_counters (desk_id, agency_id, number) VALUES ($1::bigint, $2::bigint, $3::int)
ON CONFLICT ON CONSTRAINT queue_counters_number_key DO NOTHING

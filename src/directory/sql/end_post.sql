-- $1 id  $2 agency (guard)  $3 last day
UPDATE posts SET valid_to = $3::date WHERE id = $1::bigint AND agency_id = $2::bigint

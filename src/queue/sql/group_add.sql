-- $1 desk  $2 agency  $3 letter  $4 name  $5 first
INSERT INTO queue_groups (desk_id, agency_id, letter, name, first) VALUES ($1::bigint, $2::bigint, $3, $4, $5::boolean)

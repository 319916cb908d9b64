-- $1 group  $2 agency
INSERT INTO agency_group_members (group_key, agency_id) VALUES ($1, $2::bigint)

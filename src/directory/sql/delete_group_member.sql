-- $1 group  $2 agency
DELETE FROM agency_group_members WHERE group_key = $1 AND agency_id = $2::bigint

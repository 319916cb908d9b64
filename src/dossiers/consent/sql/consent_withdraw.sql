-- $1 form  $2 now  $3 official, 0: the citizen himself
UPDATE vault_asks SET withdrawn_at = $2::timestamptz, withdrawn_by = $3::bigint
 WHERE form = $1::uuid AND answer = 'agreed' AND withdrawn_at IS NULL

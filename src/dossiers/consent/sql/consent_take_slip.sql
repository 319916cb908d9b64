-- The citizen has signed the slip.
-- $1 ask  $2 now  $3 official
UPDATE vault_asks SET answer = 'agreed', answered_at = $2::timestamptz, taken_by = $3::bigint WHERE id = $1::bigint AND answer IS NULL

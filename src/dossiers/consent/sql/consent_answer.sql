-- By the citizen's touch.
-- $1 ask  $2 answer  $3 now  $4 tablet
UPDATE vault_asks SET answer = $2, answered_at = $3::timestamptz, screen_id = $4::bigint WHERE id = $1::bigint AND answer IS NULL

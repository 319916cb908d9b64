-- Whether an official has a tablet.
-- $1 official
SELECT EXISTS (SELECT 1 FROM rating_screens WHERE official_id = $1::bigint AND revoked_at IS NULL) AS has

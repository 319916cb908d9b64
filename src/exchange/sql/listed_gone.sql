-- What this listing did not name any more; our agency where one was made of it.
-- $1 system  $2 time of the listing
UPDATE axis_agencies l SET gone_since = $2::timestamptz
 WHERE l.system_id = $1::bigint AND l.last_seen < $2::timestamptz AND l.gone_since IS NULL
RETURNING coalesce(l.agency_id, 0) AS agency_id, l.name

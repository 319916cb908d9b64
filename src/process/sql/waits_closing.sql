-- Who performed what ends now, and since when.
-- $1 instance  $2 waits (bigint[])
SELECT no::bigint AS no, performer_id, opened_at FROM process_waits WHERE instance_id = $1::bigint AND no = ANY ($2::bigint[])

-- Timers that repeat wait for their next time, under their numbers. The arrays are of one length.
-- $1 instance  $2 waits (bigint[])  $3 when (text[])
UPDATE process_waits w SET due_at = t.due::timestamptz FROM unnest($2::bigint[], $3::text[]) AS t(no, due)
 WHERE w.instance_id = $1::bigint AND w.no = t.no

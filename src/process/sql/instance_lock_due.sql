-- The instance of a timer that is still due, locked; nothing while another act is at it.
-- $1 id  $2 wait  $3 now
SELECT id, uid, agency_id, definition_id, business_key, status, version, state, parent_id, parent_wait
  FROM process_instances i
 WHERE i.id = $1::bigint AND EXISTS (SELECT 1 FROM process_waits w WHERE w.instance_id = $1::bigint AND w.no = $2::int
                                      AND w.kind = 'timer' AND w.trouble IS NULL AND w.paused_at IS NULL AND w.due_at <= $3::timestamptz)
   FOR UPDATE OF i SKIP LOCKED

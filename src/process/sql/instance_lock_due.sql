-- The instance of a timer that is still due, locked; nothing while another act is at it. The wait is locked, too: one that another program
-- fired a moment ago would else be seen as it was before.
-- $1 id  $2 wait  $3 now
SELECT i.id, i.uid, i.agency_id, i.definition_id, i.business_key, i.status, i.version, i.state, i.parent_id, i.parent_wait,
       (SELECT json_agg(json_build_array(o.no, o.performer_id, extract(epoch FROM o.opened_at)::bigint)) FROM process_waits o
         WHERE o.instance_id = i.id) AS performed
  FROM process_instances i JOIN process_waits w ON w.instance_id = i.id
 WHERE i.id = $1::bigint AND w.instance_id = $1::bigint AND w.no = $2::int AND w.kind = 'timer' AND w.trouble IS NULL
   AND w.paused_at IS NULL AND w.due_at <= $3::timestamptz
   FOR UPDATE OF i, w SKIP LOCKED

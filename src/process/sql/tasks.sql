-- Open tasks that the agency performs, those due first on top, from behind a row.
-- $1 agency  $2 role ('': all)  $3 official (0: of everybody)  $4 due of the row before (NULL: from the top)  $5 its instance  $6 its wait
-- $7 at most
SELECT w.instance_uid, w.no, w.agency_id, d.name AS process, w.business_key, w.title, w.element, w.role, w.assignee_id, w.opened_at,
       w.due_at, w.paused_at, w.trouble, w.definition_id
  FROM process_waits w JOIN process_definitions d ON d.id = w.definition_id
 WHERE w.kind = 'task' AND w.performer_id = $1::bigint AND ($2 = '' OR w.role IN ('', $2))
   AND ($3::bigint = 0 OR w.assignee_id IS NULL OR w.assignee_id = $3::bigint)
   AND ($4::timestamptz IS NULL OR (coalesce(w.due_at, 'infinity'), w.instance_uid, w.no) > ($4::timestamptz, $5::uuid, $6::int))
 ORDER BY coalesce(w.due_at, 'infinity'), w.instance_uid, w.no LIMIT $7::int

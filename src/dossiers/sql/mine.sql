-- Dossiers that wait for the official, or for anybody of the role: by their tasks, those due first on top, from behind a task. The tasks are put
-- in order before any dossier is looked at: who may see it costs most.
-- $1 agency  $2 role  $3 official  $4 behind a task that is due then ('-infinity': from the top, 'infinity': one without a due time)
-- $5 its instance  $6 its number  $7 running dossiers that are due before, or NULL  $8 due from, or NULL  $9 limit
SELECT d.uid, d.id, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, d.owner_name, d.state,
       d.way, d.due_at, d.received_at, d.lodged_at, d.accept_by,
       d.supplement_by, d.resolved_at, d.ended_at, d.agency_id, d.decides_id, w.title AS step, w.performer_id, w.assignee_id,
       w.due_at AS task_due, w.instance_uid, w.no
  FROM (SELECT t.title, t.performer_id, t.assignee_id, t.due_at, t.instance_uid, t.no, coalesce(t.due_at, 'infinity') AS rank
          FROM process_waits t
         WHERE t.kind = 'task' AND t.performer_id = $1::bigint AND t.role IN ('', $2)
           AND (t.assignee_id IS NULL OR t.assignee_id = $3::bigint)
           AND (t.due_at > $4::timestamptz
                OR t.due_at = $4::timestamptz AND (t.instance_uid > $5::uuid OR t.instance_uid = $5::uuid AND t.no > $6::int)
                OR t.due_at IS NULL AND ($4::timestamptz < 'infinity' OR t.instance_uid > $5::uuid
                                         OR t.instance_uid = $5::uuid AND t.no > $6::int))
         ORDER BY coalesce(t.due_at, 'infinity'), t.instance_uid, t.no OFFSET 0) w
  CROSS JOIN LATERAL (SELECT * FROM dossiers o
                       WHERE o.instance_uid = w.instance_uid
                         AND ($7::timestamptz IS NULL OR o.due_at < $7::timestamptz AND o.state IN ('received', 'processing'))
                         AND ($8::timestamptz IS NULL OR o.due_at >= $8::timestamptz) OFFSET 0) d
  JOIN procedure_versions v ON v.id = d.version_id
 ORDER BY w.rank, w.instance_uid, w.no LIMIT $9::int

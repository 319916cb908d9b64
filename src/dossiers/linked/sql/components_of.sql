-- What a dossier of a linked procedure consists of, and how each part stands; `seen`: the session may look at it.
-- $1 dossier
SELECT c.no, c.code, c.name, c.after, c.decides_id, c.child_uid, c.trouble, c.told, c.taken, c.closing, c.child_code, c.state, c.due_at,
       c.resolved_at, c.reason, d.id IS NOT NULL AS seen
  FROM lt_components($1::bigint) c LEFT JOIN dossiers d ON d.uid = c.child_uid ORDER BY c.no

-- All versions of a procedure, the newest first.
-- $1 code
SELECT v.uid, v.version, v.state, v.name, v.valid_from, v.valid_to, v.drafted_at, v.approved_at, v.runnable, v.drafted_by,
       o.name AS approved_by, e.name AS edited_by
  FROM procedure_versions v
  JOIN procedures p ON p.id = v.procedure_id
  LEFT JOIN officials o ON o.id = v.approved_by
  LEFT JOIN officials e ON e.id = v.drafted_by
 WHERE p.code = $1 ORDER BY v.version DESC LIMIT 200

-- Drafts of procedures that have no version yet, or whose newest imported one is approved and says something else. What the province added
-- to the newest version stays with its successor.
-- $1 records (json, as for change_drafts, and uid of the version)  $2 now
INSERT INTO procedure_versions (uid, procedure_id, version, state, name, field_id, levels, content, sha256, issues, lex, plain, sort_name,
                                ready, runnable, drafted_at)
SELECT r.uid, p.id, coalesce(last.version, 0) + 1, 'draft', r.name, f.id, r.levels, r.content, r.sha256, r.issues, r.lex::tsvector,
       r.plain, r.sort_name, coalesce(last.ready, '{}'), coalesce(last.runnable, false), $2::timestamptz
  FROM json_to_recordset($1::json) AS r(uid uuid, code text, name text, field text, levels text[], content json, sha256 text,
                                        issues int, lex text, plain text, sort_name text)
  JOIN procedures p ON p.code = r.code
  LEFT JOIN procedure_fields f ON f.name = r.field
  LEFT JOIN LATERAL (SELECT v.version, v.state, v.ready, v.runnable FROM procedure_versions v WHERE v.procedure_id = p.id
                      ORDER BY v.version DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (SELECT v.sha256 FROM procedure_versions v WHERE v.procedure_id = p.id AND v.drafted_by IS NULL
                      ORDER BY v.version DESC LIMIT 1) imported ON true
 WHERE last.version IS NULL OR (last.state = 'approved' AND imported.sha256 IS DISTINCT FROM r.sha256)

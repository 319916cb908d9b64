-- Drafts of procedures that have no version yet, or whose newest one is approved and says something else.
-- $1 records (json, as for change_drafts, and uid of the version)  $2 now
INSERT INTO procedure_versions (uid, procedure_id, version, state, name, field_id, levels, content, sha256, issues, lex, plain, sort_name,
                                drafted_at)
SELECT r.uid, p.id, coalesce(last.version, 0) + 1, 'draft', r.name, f.id, r.levels, r.content, r.sha256, r.issues, r.lex::tsvector,
       r.plain, r.sort_name, $2::timestamptz
  FROM json_to_recordset($1::json) AS r(uid uuid, code text, name text, field text, levels text[], content json, sha256 text,
                                        issues int, lex text, plain text, sort_name text)
  JOIN procedures p ON p.code = r.code
  LEFT JOIN procedure_fields f ON f.name = r.field
  LEFT JOIN LATERAL (SELECT v.version, v.state, v.sha256 FROM procedure_versions v WHERE v.procedure_id = p.id
                      ORDER BY v.version DESC LIMIT 1) last ON true
 WHERE last.version IS NULL OR (last.state = 'approved' AND last.sha256 <> r.sha256)

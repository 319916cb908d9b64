-- Imported drafts whose record says something else now; one that the operator edited is left alone.
-- $1 records (json: uid, code, name, field, levels, content, sha256, issues, lex, plain, sort_name)  $2 now
UPDATE procedure_versions v
   SET name = r.name, field_id = f.id, levels = r.levels, content = r.content, sha256 = r.sha256, issues = r.issues,
       lex = r.lex::tsvector, plain = r.plain, sort_name = r.sort_name, drafted_at = $2
  FROM json_to_recordset($1::json) AS r(code text, name text, field text, levels text[], content json, sha256 text, issues int,
                                        lex text, plain text, sort_name text)
  JOIN procedures p ON p.code = r.code
  LEFT JOIN procedure_fields f ON f.name = r.field
 WHERE v.procedure_id = p.id AND v.state = 'draft' AND v.drafted_by IS NULL AND v.sha256 <> r.sha256

-- The draft of a procedure with all that it says: made where there is none, else written anew. The procedure and its field are there.
-- $1 uid of a new one  $2 code  $3 row (json: name, field, levels, content, sha256, issues, lex, plain, sort_name)  $4 ready (json)
-- $5 names a process  $6 official who edited it, NULL: a file of the release  $7 now
INSERT INTO procedure_versions (uid, procedure_id, version, state, name, field_id, levels, content, sha256, issues, lex, plain, sort_name,
                                ready, runnable, drafted_by, drafted_at)
SELECT $1::uuid, p.id, 1 + coalesce((SELECT max(o.version) FROM procedure_versions o WHERE o.procedure_id = p.id), 0), 'draft', r.name,
       f.id, r.levels, r.content, r.sha256, r.issues, r.lex::tsvector, r.plain, r.sort_name, $4::json, $5::boolean, $6::bigint,
       $7::timestamptz
  FROM json_to_record($3::json) AS r(name text, field text, levels text[], content json, sha256 text, issues int, lex text, plain text,
                                     sort_name text)
  JOIN procedures p ON p.code = $2
  LEFT JOIN procedure_fields f ON f.name = r.field
ON CONFLICT (procedure_id) WHERE state = 'draft' DO UPDATE
   SET name = excluded.name, field_id = excluded.field_id, levels = excluded.levels, content = excluded.content, sha256 = excluded.sha256,
       issues = excluded.issues, lex = excluded.lex, plain = excluded.plain, sort_name = excluded.sort_name, ready = excluded.ready,
       runnable = excluded.runnable, drafted_by = excluded.drafted_by, drafted_at = excluded.drafted_at
RETURNING uid

-- $1 batch  $2 kind  $3 array of lines, in their order
INSERT INTO hand_over_lines (batch_id, no, dossier_id, kind, procedure_id, code, procedure, owner_name, contents)
SELECT $1::bigint, l.no, l.dossier, $2, l.procedure_id, l.code, l.procedure, l.owner, l.contents
  FROM json_to_recordset($3::json) AS l (no int, dossier bigint, procedure_id bigint, code text, procedure text, owner text, contents text)

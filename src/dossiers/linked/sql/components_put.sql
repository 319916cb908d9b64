-- Those that are there already stay as they are.
-- $1 dossier  $2 array of components
INSERT INTO dossier_components (parent_id, no, code, name, after, child_uid)
SELECT $1::bigint, c.no, c.code, c.name, c.after, c.child_uid
  FROM json_to_recordset($2::json) AS c (no int, code text, name text, after text, child_uid uuid)
ON CONFLICT DO NOTHING

-- $1 dossier  $2 array of papers
INSERT INTO dossier_papers (dossier_id, no, code, name, required, originals, certified, copies, source, type)
SELECT $1::bigint, p.no, p.code, p.name, p.required, p.originals, p.certified, p.copies, p.source, coalesce(p.type, '')
  FROM json_to_recordset($2::json) AS p (no int, code text, name text, required boolean, originals int, certified int, copies int,
                                         source text, type text)

-- $1 dossier  $2 array of papers
UPDATE dossier_papers d SET originals = p.originals, certified = p.certified, copies = p.copies, source = p.source, missing = p.missing
  FROM json_to_recordset($2::json) AS p (no int, originals int, certified int, copies int, source text, missing text)
 WHERE d.dossier_id = $1::bigint AND d.no = p.no

-- $1 dossier  $2 array of fees
INSERT INTO dossier_fees (dossier_id, no, code, name, amount, paid_when, basis, state)
SELECT $1::bigint, f.no, f.code, f.name, f.amount, f.paid_when, f.basis, f.state
  FROM json_to_recordset($2::json) AS f (no int, code text, name text, amount bigint, paid_when text, basis text, state text)

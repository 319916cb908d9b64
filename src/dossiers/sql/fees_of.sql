-- $1 dossier
SELECT no, code, name, amount, paid_when, basis, state, means, receipt, paid_at, paid_by FROM dossier_fees WHERE dossier_id = $1::bigint
 ORDER BY no

-- Fees as if they had never been taken, or as given back.
-- $1 dossier  $2 numbers  $3 state before  $4 state after: 'due', 'refunded'
UPDATE dossier_fees SET state = $4, means = CASE WHEN $4 = 'due' THEN '' ELSE means END, receipt = CASE WHEN $4 = 'due' THEN '' ELSE receipt END,
       paid_at = CASE WHEN $4 = 'due' THEN NULL ELSE paid_at END, paid_by = CASE WHEN $4 = 'due' THEN NULL ELSE paid_by END
 WHERE dossier_id = $1::bigint AND no = ANY ($2::bigint[]) AND state = $3

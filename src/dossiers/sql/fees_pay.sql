-- $1 dossier  $2 numbers  $3 means  $4 receipt  $5 now  $6 official
UPDATE dossier_fees SET state = 'paid', means = $3, receipt = $4, paid_at = $5::timestamptz, paid_by = $6::bigint
 WHERE dossier_id = $1::bigint AND no = ANY ($2::bigint[]) AND state = 'due' RETURNING amount

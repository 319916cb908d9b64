-- What became of a result that was sent; the tries begin anew with the next sending.
-- $1 dossier  $2 now or NULL  $3 official  $4 settlement  $5 means  $6 proof  $7 taken_by
UPDATE dossier_returns SET settled_at = $2::timestamptz, settled_by = $3::bigint, settlement = $4, means = $5, proof = $6, taken_by = $7,
       tries = CASE WHEN $2::timestamptz IS NULL THEN 0 ELSE tries END
 WHERE dossier_id = $1::bigint

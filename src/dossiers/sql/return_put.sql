-- $1 dossier  $2 taken_by  $3 taken_number  $4 by_right  $5 means  $6 proof  $7 at  $8 official  $9 originals that were taken in
INSERT INTO dossier_returns (dossier_id, taken_by, taken_number, by_right, means, proof, at, official_id, originals_taken)
VALUES ($1::bigint, $2, $3, $4, $5, $6, $7::timestamptz, $8::bigint, $9)

-- What is kept of the owner is corrected by what the dossier says; the official's reason is kept, too.
-- $1 dossier  $2 reason  $3 at
SELECT lt_correct_citizen($1::bigint, $2, $3::timestamptz) AS corrected

-- Whom the sender asks now; NULL when no such document is here.
-- $1 issuer codes (text[])  $2 exchange id  $3 agencies (bigint[])  $4 reason  $5 now
SELECT lt_recall_from_axis($1::text[], $2, $3::bigint[], $4, $5) AS made

-- A document that is here already goes to further agencies: it, and who has it now that had it not.
-- $1 issuer code  $2 exchange id  $3 agencies (bigint[])  $4 now
SELECT document, made FROM lt_deliver_further_from_axis($1, $2, $3::bigint[], $4)

-- Who takes the electronic copy of a result. Counts a wrong try.
-- $1 code  $2 digits  $3 code of the receipt
SELECT answer, uid, agency_id FROM lt_collector_of($1, $2, $3)

-- $1 code  $2 digits
SELECT answer, uid, agency_id FROM lt_receiver_of($1, $2)

-- $1 account  $2 step of the accepted code
UPDATE accounts SET totp_last_step = $2::bigint WHERE id = $1::bigint

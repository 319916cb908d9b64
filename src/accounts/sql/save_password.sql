-- $1 account  $2 hash  $3 must change  $4 now
UPDATE accounts SET password_hash = $2, must_change_password = $3::boolean, password_changed_at = $4::timestamptz
 WHERE id = $1::bigint

-- $1 account
DELETE FROM recovery_codes WHERE account_id = $1::bigint

-- Codes that still work.
-- $1 account
SELECT count(*) AS left_over FROM recovery_codes WHERE account_id = $1::bigint AND used_at IS NULL

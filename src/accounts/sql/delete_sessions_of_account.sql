-- Logs out everywhere, but for one session.
-- $1 account  $2 hash of the token that stays, or an empty one
DELETE FROM sessions WHERE account_id = $1::bigint AND token_hash <> $2::bytea

-- $1 account  $2 since when, or NULL
UPDATE accounts SET disabled_at = $2::timestamptz WHERE id = $1::bigint

-- $1 account  $2 language
UPDATE accounts SET language = $2 WHERE id = $1::bigint

-- Nobody ends it, and nobody brings another file, before this transaction does. Nothing when it has ended.
-- $1 act
SELECT id FROM signing_acts WHERE id = $1 AND state = 'waiting' FOR UPDATE

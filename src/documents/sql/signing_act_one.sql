-- $1 uid
SELECT id, uid, key_uid, purpose, state, transaction, by_code, expires_at, created_at, why FROM signing_acts WHERE uid = $1

-- $1 uid
SELECT id FROM vault_asks WHERE uid = $1::uuid FOR NO KEY UPDATE

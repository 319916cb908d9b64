-- $1 uid
SELECT a.id, a.uid, a.key_uid, a.purpose, a.state, a.transaction, a.by_code, a.expires_at, a.created_at, a.why,
       k.holder = 'plugin' AS by_plugin
  FROM signing_acts a JOIN signing_keys k ON k.uid = a.key_uid WHERE a.uid = $1

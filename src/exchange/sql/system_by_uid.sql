-- $1 uid
SELECT id, uid, code, name, kind, address, may_send, may_register, rate, largest, active, created_at, secret_at, seen_at
  FROM connected_systems WHERE uid = $1::uuid

SELECT id, code, name, may_send, largest, active, certificate FROM connected_systems WHERE kind = 'node' ORDER BY id

-- $1 id
UPDATE process_messages SET payload = NULL WHERE id = $1

-- What a job of a move needs to know.
-- $1 migration  $2 instance
SELECT t.uid AS to_uid, m.mapping, m.reason, i.uid AS instance
  FROM process_migrations m JOIN process_definitions t ON t.id = m.to_id JOIN process_instances i ON i.id = $2::bigint WHERE m.id = $1::bigint

-- Moves of the agency's instances, the newest first, with how far they went.
-- $1 agency  $2 away from that version (NULL: any)  $3 uid (NULL: all)
SELECT m.id, m.uid, f.uid AS from_uid, f.version AS from_version, t.uid AS to_uid, t.version AS to_version, t.name, m.reason,
       m.started_at, m.started_by, c.waiting, c.moved, c.held_back
  FROM process_migrations m JOIN process_definitions f ON f.id = m.from_id JOIN process_definitions t ON t.id = m.to_id,
       LATERAL (SELECT count(*) FILTER (WHERE i.state = 'waiting') AS waiting, count(*) FILTER (WHERE i.state = 'moved') AS moved,
                       count(*) FILTER (WHERE i.state = 'held_back') AS held_back
                  FROM process_migration_instances i WHERE i.migration_id = m.id) c
 WHERE m.agency_id = $1::bigint AND ($2::bigint IS NULL OR m.from_id = $2::bigint) AND ($3::uuid IS NULL OR m.uid = $3::uuid)
 ORDER BY m.id DESC LIMIT 20

-- Instances that could not be moved.
-- $1 migration  $2 at most
SELECT p.uid, p.business_key, i.element, i.why FROM process_migration_instances i JOIN process_instances p ON p.id = i.instance_id
 WHERE i.migration_id = $1::bigint AND i.state = 'held_back' ORDER BY i.instance_id LIMIT $2::int

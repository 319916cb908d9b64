-- Messages to an axis that no job is at any more: it was suspended, or the job died.
-- $1 code of the axis  $2 not changed since
SELECT DISTINCT i.message_id, i.system_id FROM axis_items i JOIN connected_systems s ON s.id = i.system_id
 WHERE s.code = $1 AND i.state IN ('initial', 'processing') AND i.changed_at < $2::timestamptz
 ORDER BY i.message_id LIMIT 500

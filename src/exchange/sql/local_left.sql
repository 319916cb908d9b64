-- Documents that have something for agencies here that no job is at any more: the process died with it, or its job was given up. A time
-- ahead was written by a clock that has been set back.
-- $1 not changed since  $2 now
SELECT DISTINCT m.document_id FROM axis_items i JOIN axis_messages m ON m.id = i.message_id
 WHERE i.system_id IS NULL AND i.state IN ('initial', 'processing')
   AND (i.changed_at < $1::timestamptz OR i.changed_at > $2::timestamptz + interval '1 minute') LIMIT 500

-- The document here that messages of this DocumentId were made of, by sender.
-- $1 DocumentId  $2 senders (text[])
SELECT DISTINCT about FROM axis_messages
 WHERE document_id = $1 AND kind = 'edoc' AND system_id IS NULL AND about IS NOT NULL AND from_code = ANY($2::text[])

-- To whom the document has been sent.
-- $1 document
SELECT i.to_code FROM axis_messages m JOIN axis_items i ON i.message_id = m.id
 WHERE m.about = $1 AND m.kind = 'edoc' AND m.system_id IS NULL

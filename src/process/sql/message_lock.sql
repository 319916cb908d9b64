-- One that nobody has taken yet.
-- $1 id
SELECT id, agency_id, kind, name, correlation, origin_id, payload FROM process_messages
 WHERE id = $1 AND payload IS NOT NULL FOR UPDATE

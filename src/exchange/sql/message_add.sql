-- Messages and one item an addressee, but for those who have it already. One row a message and system that carries some of it; none for a
-- message that all have.
-- $1 messages with their addressees (json array; system 0 is this platform)  $2 now
WITH given AS (
    SELECT g.* FROM ROWS FROM (json_to_recordset($1::json) AS (
               uid uuid, kind text, system bigint, from_code text, from_name text, document_id text, business smallint, status_code text,
               title text, notation text, urgency smallint, about bigint, sha256 text, size bigint, once text, recipients json))
           WITH ORDINALITY AS g (uid, kind, system, from_code, from_name, document_id, business, status_code, title, notation, urgency,
                                 about, sha256, size, once, recipients, place)),
message AS (
    INSERT INTO axis_messages (uid, kind, system_id, from_code, from_name, document_id, business, status_code, title, notation, urgency,
                               about, sha256, size, created_at)
    SELECT uid, kind, system, from_code, from_name, document_id, business, status_code, title, notation, urgency, about, sha256, size,
           $2::timestamptz
      FROM given ORDER BY place
    RETURNING id, uid),
item AS (
    INSERT INTO axis_items (message_id, to_code, to_name, system_id, once, kind, state, created_at, changed_at)
    SELECT m.id, t.code, t.name, nullif(t.system, 0), g.once, g.kind, 'initial', $2::timestamptz, $2::timestamptz
      FROM given g JOIN message m ON m.uid = g.uid, json_to_recordset(g.recipients) AS t (code text, name text, system bigint)
     ORDER BY g.place
    ON CONFLICT (to_code, once) DO NOTHING
    RETURNING message_id, system_id)
SELECT i.message_id, g.document_id, coalesce(i.system_id, 0) AS system_id,
       (SELECT s.kind FROM connected_systems s WHERE s.id = i.system_id) AS carrier
  FROM (SELECT DISTINCT message_id, system_id FROM item) i JOIN message m ON m.id = i.message_id JOIN given g ON g.uid = m.uid
 ORDER BY i.message_id

-- A message and one item an addressee, but for those who have it already: no row when that is all of them. The arrays are of one length;
-- system 0 is this platform.
-- $1 uid  $2 kind  $3 system  $4 from code  $5 from name  $6 document id  $7 business  $8 status code  $9 title  $10 notation
-- $11 urgency  $12 about  $13 sha256  $14 size  $15 now  $16 codes  $17 names  $18 systems  $19 once
WITH message AS (
    INSERT INTO axis_messages (uid, kind, system_id, from_code, from_name, document_id, business, status_code, title, notation, urgency,
                               about, sha256, size, created_at)
    VALUES ($1::uuid, $2, $3::bigint, $4, $5, $6, $7::smallint, $8, $9, $10, $11::smallint, $12::bigint, $13, $14::bigint, $15::timestamptz)
    RETURNING id)
INSERT INTO axis_items (message_id, to_code, to_name, system_id, once, kind, state, created_at, changed_at)
SELECT m.id, t.code, t.name, nullif(t.system, 0), $19, $2, 'initial', $15::timestamptz, $15::timestamptz
  FROM message m, unnest($16::text[], $17::text[], $18::bigint[]) AS t (code, name, system)
ON CONFLICT (to_code, once) DO NOTHING
RETURNING message_id, coalesce(system_id, 0) AS system_id,
          (SELECT s.kind FROM connected_systems s WHERE s.id = axis_items.system_id) AS carrier

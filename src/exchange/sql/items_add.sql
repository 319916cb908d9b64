-- One item an addressee, but for those who have it already. The arrays are of one length; system 0 is this platform.
-- $1 message  $2 codes  $3 names  $4 systems  $5 once  $6 kind  $7 now
INSERT INTO axis_items (message_id, to_code, to_name, system_id, once, kind, state, created_at, changed_at)
SELECT $1::bigint, t.code, t.name, nullif(t.system, 0), $5, $6, 'initial', $7::timestamptz, $7::timestamptz
  FROM unnest($2::text[], $3::text[], $4::bigint[]) AS t (code, name, system)
ON CONFLICT (to_code, once) DO NOTHING
RETURNING coalesce(system_id, 0) AS system_id,
          (SELECT s.kind FROM connected_systems s WHERE s.id = axis_items.system_id) AS carrier

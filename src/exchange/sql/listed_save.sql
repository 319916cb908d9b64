-- Agencies as the axis lists them now; what is said of each of ours stays. The arrays are of one length.
-- $1 system  $2 wire  $3 code  $4 alias  $5 name  $6 above  $7 folded  $8 offered ("true", "false")  $9 now
INSERT INTO axis_agencies AS l (system_id, wire, code, alias, name, above, folded, offered, first_seen, last_seen)
SELECT $1::bigint, t.wire, t.code, t.alias, t.name, t.above, t.folded, t.offered::boolean, $9::timestamptz, $9::timestamptz
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS t (wire, code, alias, name, above, folded, offered)
ON CONFLICT (system_id, wire) DO UPDATE SET code = EXCLUDED.code, alias = EXCLUDED.alias, name = EXCLUDED.name, above = EXCLUDED.above,
   folded = EXCLUDED.folded, offered = EXCLUDED.offered, last_seen = EXCLUDED.last_seen, gone_since = NULL

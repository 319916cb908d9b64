-- An act that moves no token.
-- $1 instance  $2 official  $3 act  $4 detail  $5 now  $6 wait
INSERT INTO process_acts (instance_id, version, agency_id, official_id, act, detail, events, at)
SELECT i.id, i.version, i.agency_id, $2::bigint, $3, $4,
       (SELECT json_build_array(json_build_object('kind', $3::text, 'node', w.element)) FROM process_waits w
         WHERE w.instance_id = i.id AND w.no = $6::int), $5::timestamptz
  FROM process_instances i WHERE i.id = $1::bigint

-- Nothing comes back where another act was faster.
-- $1 instance  $2 version before  $3 definition  $4 state  $5 waits (bigint[])  $6 their elements (text[])  $7 official  $8 reason
-- $9 events (json)  $10 now
WITH moved AS (
    UPDATE process_instances SET definition_id = $3::bigint, state = $4::json, as_of = NULL, version = version + 1
     WHERE id = $1::bigint AND version = $2::int RETURNING id, version, agency_id
), waits AS (
    UPDATE process_waits w SET definition_id = $3::bigint, element = e.element
      FROM moved m, unnest($5::bigint[], $6::text[]) AS e(no, element)
     WHERE w.instance_id = m.id AND w.no = e.no
), noted AS (
    INSERT INTO process_acts (instance_id, version, agency_id, official_id, act, detail, events, at)
    SELECT id, version, agency_id, $7::bigint, 'migrated', $8, $9::json, $10::timestamptz FROM moved
)
SELECT version FROM moved

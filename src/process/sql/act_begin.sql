-- A new instance with what it waits for, and its first act.
-- $1 uid  $2 agency  $3 definition  $4 business key  $5 parent  $6 its wait  $7 status  $8 state (json or NULL)  $9 ended  $10 official
-- $11 act  $12 detail  $13 events (json)  $14 now  $15 waits that opened (json array)  $16 moment whose drawings it calls, or NULL
WITH made AS (
    INSERT INTO process_instances (uid, agency_id, definition_id, business_key, status, state, parent_id, parent_wait, started_at,
                                   started_by, ended_at, as_of)
    VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $7, $8::json, $5::bigint, $6::int, $14::timestamptz, $10::bigint, $9::timestamptz,
            $16::timestamptz)
    RETURNING id
), opened AS (
    INSERT INTO process_waits (instance_id, no, instance_uid, business_key, agency_id, definition_id, performer_id, kind, element,
                               frame, title, name, correlation, role, opened_at, due_at, trouble)
    SELECT i.id, o.no, $1::uuid, $4, $2::bigint, $3::bigint, coalesce(o.performer, $2::bigint), o.kind, o.element, o.frame, o.title,
           o.name, o.correlation, o.role, $14::timestamptz, o.due, o.trouble
      FROM made i, json_to_recordset($15::json) AS o(no int, performer bigint, kind text, element text, frame int, title text, name text,
                                                     correlation text, role text, due timestamptz, trouble text)
), noted AS (
    INSERT INTO process_acts (instance_id, version, agency_id, official_id, act, detail, events, at)
    SELECT id, 1, $2::bigint, $10::bigint, $11, $12, $13::json, $14::timestamptz FROM made
)
SELECT id FROM made

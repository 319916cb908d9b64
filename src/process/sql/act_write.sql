-- What an act changed, all at once: the instance (made where $2 is 0), its waits, what was waited for, and the act itself. No row comes
-- back where another act was faster.
-- $1 instance (NULL: new)  $2 version before  $3 uid  $4 agency  $5 definition  $6 business key  $7 parent  $8 its wait  $9 status
-- $10 state (json or NULL)  $11 ended  $12 official  $13 act  $14 detail  $15 events (json)  $16 now
-- $17 waits that closed (bigint[])  $18 with what outcome (text[])  $19 waits that opened (json array)
-- $20 timers that go on (bigint[])  $21 when (text[])  $22 seconds of working time that the closed ones took (bigint[]; -1: not counted)
WITH made AS (
    INSERT INTO process_instances (uid, agency_id, definition_id, business_key, status, state, parent_id, parent_wait, started_at,
                                   started_by, ended_at)
    SELECT $3::uuid, $4::bigint, $5::bigint, $6, $9, $10::json, $7::bigint, $8::int, $16::timestamptz, $12::bigint, $11::timestamptz
     WHERE $2::int = 0
    RETURNING id, agency_id, definition_id, version
), moved AS (
    UPDATE process_instances SET status = $9, version = version + 1, state = $10::json, ended_at = $11::timestamptz,
                                 parent_wait = $8::int
     WHERE id = $1::bigint AND version = $2::int AND $2::int > 0
    RETURNING id, agency_id, definition_id, version
), it AS (
    SELECT * FROM made UNION ALL SELECT * FROM moved
), closed AS (
    DELETE FROM process_waits w USING moved m, unnest($17::bigint[], $18::text[], $22::bigint[]) AS c(no, outcome, worked)
     WHERE w.instance_id = m.id AND w.no = c.no
    RETURNING w.*, c.outcome, nullif(c.worked, -1)::int AS worked
), kept AS (
    INSERT INTO process_steps (instance_id, no, agency_id, definition_id, performer_id, kind, element, official_id, outcome, opened_at,
                               due_at, ended_at, worked)
    SELECT instance_id, no, agency_id, definition_id, performer_id, kind, element,
           CASE outcome WHEN 'withdrawn' THEN 0 ELSE $12::bigint END, outcome, opened_at, due_at, $16::timestamptz,
           worked
      FROM closed WHERE kind <> 'incident'
), opened AS (
    INSERT INTO process_waits (instance_id, no, instance_uid, business_key, agency_id, definition_id, performer_id, kind, element,
                               frame, title, name, correlation, role, opened_at, due_at, trouble)
    SELECT i.id, o.no, $3::uuid, $6, i.agency_id, i.definition_id, coalesce(o.performer, i.agency_id), o.kind, o.element, o.frame, o.title, o.name,
           o.correlation, o.role, $16::timestamptz, o.due, o.trouble
      FROM it i, json_to_recordset($19::json) AS o(no int, performer bigint, kind text, element text, frame int, title text, name text,
                                                   correlation text, role text, due timestamptz, trouble text)
), timed AS (
    UPDATE process_waits w SET due_at = t.due::timestamptz
      FROM moved m, unnest($20::bigint[], $21::text[]) AS t(no, due)
     WHERE w.instance_id = m.id AND w.no = t.no
), noted AS (
    INSERT INTO process_acts (instance_id, version, agency_id, official_id, act, detail, events, at)
    SELECT id, version, agency_id, $12::bigint, $13, $14, $15::json, $16::timestamptz FROM it
)
SELECT id, version FROM it

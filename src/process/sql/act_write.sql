-- What an act changed on an instance that it has locked, all at once: the instance, what it waits for, what was waited for, and the act itself.
-- Its only row divides by zero where the instance is not as it was locked, so that nothing of the transaction stays. Lists come as JSON, of
-- whose length the planner guesses the same for all: of arrays it would plan anew each time.
-- $1 instance  $2 version before  $3 uid  $4 agency  $5 definition  $6 business key  $7 its parent's wait  $8 status  $9 state (json or NULL)
-- $10 ended  $11 official  $12 act  $13 detail  $14 events (json)  $15 now
-- $16 waits that closed, each with its outcome and the seconds of working time that it took (json array; -1: not counted)
-- $17 waits that opened (json array)
WITH moved AS (
    UPDATE process_instances SET status = $8, version = version + 1, state = $9::json, ended_at = $10::timestamptz, parent_wait = $7::int
     WHERE id = $1::bigint AND version = $2::int
    RETURNING id, version
), closed AS (
    DELETE FROM process_waits w USING json_to_recordset($16::json) AS c(no int, outcome text, worked int)
     WHERE w.instance_id = $1::bigint AND w.no = c.no
    RETURNING w.*, c.outcome, nullif(c.worked, -1) AS worked
), kept AS (
    INSERT INTO process_steps (instance_id, no, agency_id, definition_id, performer_id, kind, element, official_id, outcome, opened_at,
                               due_at, ended_at, worked)
    SELECT instance_id, no, agency_id, definition_id, performer_id, kind, element,
           CASE outcome WHEN 'withdrawn' THEN 0 ELSE $11::bigint END, outcome, opened_at, due_at, $15::timestamptz, worked
      FROM closed WHERE kind <> 'incident'
), opened AS (
    INSERT INTO process_waits (instance_id, no, instance_uid, business_key, agency_id, definition_id, performer_id, kind, element,
                               frame, title, name, correlation, role, opened_at, due_at, trouble)
    SELECT $1::bigint, o.no, $3::uuid, $6, $4::bigint, $5::bigint, coalesce(o.performer, $4::bigint), o.kind, o.element, o.frame, o.title,
           o.name, o.correlation, o.role, $15::timestamptz, o.due, o.trouble
      FROM json_to_recordset($17::json) AS o(no int, performer bigint, kind text, element text, frame int, title text, name text,
                                             correlation text, role text, due timestamptz, trouble text)
), noted AS (
    INSERT INTO process_acts (instance_id, version, agency_id, official_id, act, detail, events, at)
    SELECT id, version, $4::bigint, $11::bigint, $12, $13, $14::json, $15::timestamptz FROM moved
)
SELECT 1 / count(*) AS moved FROM moved

-- Processes: drawings and their versions, instances that run, what they wait for, and what they went through. An act is one
-- transaction: it locks the row of the instance, moves the tokens in memory and writes the outcome in one statement.

-- A drawing as it was deployed; never changed. Of one agency, or of the whole province.
CREATE TABLE process_definitions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT process_definitions_uid_key UNIQUE,
    agency_id   bigint REFERENCES agencies,      -- NULL: the province's
    key         text NOT NULL CHECK (key <> ''), -- id of the process in the drawing
    version     int NOT NULL CHECK (version > 0),
    name        text NOT NULL CHECK (name <> ''),
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    source      bytea NOT NULL,                  -- BPMN 2.0 XML
    note        text NOT NULL DEFAULT '',        -- what is new in this version
    deployed_at timestamptz NOT NULL,
    deployed_by bigint NOT NULL,                 -- official
    retired_at  timestamptz,                     -- nothing starts in it any more
    CONSTRAINT process_definitions_version_key UNIQUE NULLS NOT DISTINCT (agency_id, key, version)
);

-- One case. `state` has tokens, scopes and variables as src/process/engine writes them; NULL once it has ended.
CREATE TABLE process_instances (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid           uuid NOT NULL CONSTRAINT process_instances_uid_key UNIQUE,
    agency_id     bigint NOT NULL REFERENCES agencies,
    definition_id bigint NOT NULL REFERENCES process_definitions,
    business_key  text NOT NULL DEFAULT '',      -- of the thing that it moves, "H05.01-261129-0001"
    status        text NOT NULL,
    version       int NOT NULL DEFAULT 1,        -- acts so far: what was read without a lock is checked by it
    state         json,
    parent_id     bigint,                        -- instance that called it, and its wait
    parent_wait   int,
    started_at    timestamptz NOT NULL,
    started_by    bigint NOT NULL DEFAULT 0,     -- official; 0: the platform
    ended_at      timestamptz,
    CONSTRAINT process_instances_status_check CHECK (status IN ('running', 'stuck', 'completed', 'terminated', 'failed')),
    CONSTRAINT process_instances_ended_check CHECK ((ended_at IS NULL) = (status IN ('running', 'stuck')))
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX process_instances_list ON process_instances (agency_id, id DESC);
CREATE INDEX process_instances_open ON process_instances (definition_id, id) WHERE ended_at IS NULL;
CREATE INDEX process_instances_ended ON process_instances (definition_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX process_instances_key ON process_instances (agency_id, business_key) WHERE business_key <> '';
CREATE INDEX process_instances_called ON process_instances (parent_id, parent_wait) WHERE parent_id IS NOT NULL;
CREATE INDEX process_instances_stuck ON process_instances (agency_id, id) WHERE status = 'stuck';

-- What an open instance waits for. The number is given once in an instance, so that a late answer is told from one in time.
CREATE TABLE process_waits (
    instance_id   bigint NOT NULL REFERENCES process_instances,
    no            int NOT NULL,
    instance_uid  uuid NOT NULL,                 -- for who performs it and does not see the instance
    business_key  text NOT NULL,
    agency_id     bigint NOT NULL,               -- of the instance
    definition_id bigint NOT NULL,
    performer_id  bigint NOT NULL,               -- agency that does it
    kind          text NOT NULL,
    element       text NOT NULL,                 -- id in the drawing
    frame         int NOT NULL,                  -- of the activity it belongs to: a task and the timers at its edge share one
    title         text NOT NULL DEFAULT '',
    name          text NOT NULL DEFAULT '',      -- topic of work, message, signal, called process
    correlation   text NOT NULL DEFAULT '',
    role          text NOT NULL DEFAULT '',      -- of the agency's officials who may do it
    assignee_id   bigint,                        -- official who does it
    opened_at     timestamptz NOT NULL,
    due_at        timestamptz,                   -- a timer fires, a task should be done
    paused_at     timestamptz,                   -- its clock stands still since then
    tries         int NOT NULL DEFAULT 0,
    trouble       text,                          -- an incident: why it does not go on by itself
    PRIMARY KEY (instance_id, no),
    CONSTRAINT process_waits_kind_check
        CHECK (kind IN ('task', 'work', 'message', 'signal', 'timer', 'condition', 'call', 'incident'))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX process_waits_due ON process_waits (due_at, instance_id, no) WHERE kind = 'timer' AND trouble IS NULL AND paused_at IS NULL;
CREATE INDEX process_waits_message ON process_waits (name, correlation, instance_id, no) WHERE kind = 'message';
CREATE INDEX process_waits_signal ON process_waits (name, instance_id, no) WHERE kind = 'signal';
CREATE INDEX process_waits_task ON process_waits (performer_id, coalesce(due_at, 'infinity'), instance_uid, no)
    WHERE kind = 'task';
CREATE INDEX process_waits_element ON process_waits (definition_id, agency_id, element);
CREATE INDEX process_waits_trouble ON process_waits (agency_id, instance_id) WHERE trouble IS NOT NULL;

-- Waits that are over: how long each step took, who did it.
CREATE TABLE process_steps (
    instance_id   bigint NOT NULL,
    no            int NOT NULL,
    agency_id     bigint NOT NULL,
    definition_id bigint NOT NULL,
    performer_id  bigint NOT NULL,
    kind          text NOT NULL,
    element       text NOT NULL,
    official_id   bigint NOT NULL DEFAULT 0,     -- who ended it; 0: nobody but the engine
    outcome       text NOT NULL,
    opened_at     timestamptz NOT NULL,
    due_at        timestamptz,
    ended_at      timestamptz NOT NULL,
    CONSTRAINT process_steps_outcome_check CHECK (outcome IN ('done', 'withdrawn', 'skipped'))
) PARTITION BY RANGE (ended_at);
CREATE INDEX process_steps_instance ON process_steps (instance_id);
CREATE INDEX process_steps_element ON process_steps (definition_id, ended_at);

-- One row an act: who did what, and through which elements the tokens went, in their order.
CREATE TABLE process_acts (
    instance_id   bigint NOT NULL,
    version       int NOT NULL,                  -- of the instance after it
    agency_id     bigint NOT NULL,
    official_id   bigint NOT NULL DEFAULT 0,
    act           text NOT NULL,                 -- "started", "completed", "fired" …
    detail        text NOT NULL DEFAULT '',      -- a reason
    events        json NOT NULL,
    at            timestamptz NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX process_acts_instance ON process_acts (instance_id, version);

DO $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['process_steps', 'process_acts'] LOOP
        FOR y IN 2026..2033 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', parent || '_' || y, parent,
                           format('%s-01-01 00:00+07', y), format('%s-01-01 00:00+07', y + 1));
        END LOOP;
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_other', parent);
    END LOOP;
END $$;

-- Messages and signals on their way to instances: those that came before anybody waited for them, and the memory of which ones
-- came, so that none counts twice.
CREATE TABLE process_messages (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL REFERENCES agencies,
    kind        text NOT NULL CHECK (kind IN ('message', 'signal')),
    name        text NOT NULL,
    correlation text NOT NULL,
    message_id  text NOT NULL,                   -- the sender's
    origin_id   bigint,                          -- instance that threw it
    payload     json,                            -- NULL: it was taken
    spread_at   timestamptz,                     -- of a signal: its receivers were told
    arrived_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    CONSTRAINT process_messages_once_key UNIQUE (agency_id, kind, name, correlation, message_id)
);
CREATE INDEX process_messages_waiting ON process_messages (agency_id, name, id) WHERE kind = 'message' AND payload IS NOT NULL;
CREATE INDEX process_messages_expired ON process_messages (expires_at);

-- What starts a process from outside, but the start without an event.
CREATE TABLE process_beginnings (
    definition_id bigint NOT NULL REFERENCES process_definitions,
    element       text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('message', 'signal', 'timer')),
    name          text NOT NULL DEFAULT '',
    agency_id     bigint,                        -- of the definition; a timer belongs to an agency
    due_at        timestamptz,                   -- of a timer; NULL: it fires no more
    fired         bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (definition_id, element)
);
CREATE INDEX process_beginnings_name ON process_beginnings (kind, name);
CREATE INDEX process_beginnings_due ON process_beginnings (due_at) WHERE due_at IS NOT NULL;

-- ---- Who sees what ---------------------------------------------------------------------------------------------------

-- A drawing is no secret. It belongs to whom it binds.
ALTER TABLE process_definitions ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON process_definitions FOR SELECT USING (true);
CREATE POLICY deploy ON process_definitions FOR INSERT
    WITH CHECK (CASE WHEN agency_id IS NULL THEN administers_all() ELSE administers(agency_id) END);
CREATE POLICY retire ON process_definitions FOR UPDATE
    USING (CASE WHEN agency_id IS NULL THEN administers_all() ELSE administers(agency_id) END);
GRANT SELECT, INSERT, UPDATE (retired_at) ON process_definitions TO lt_app;
ALTER TABLE process_beginnings ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON process_beginnings FOR SELECT USING (true);
CREATE POLICY deploy ON process_beginnings FOR INSERT
    WITH CHECK (CASE WHEN agency_id IS NULL THEN administers_all() ELSE administers(agency_id) END);
CREATE POLICY fire ON process_beginnings FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT, UPDATE (due_at, fired) ON process_beginnings TO lt_app;

-- Acts are done in the scope of the agency whose case it is; an agency that performs a step of it sees this step.
ALTER TABLE process_instances ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_instances USING (agency_id = current_setting('lt.agency')::bigint);
ALTER TABLE process_waits ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_waits USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY perform ON process_waits FOR SELECT USING (performer_id = current_setting('lt.agency')::bigint);
CREATE POLICY take ON process_waits FOR UPDATE USING (performer_id = current_setting('lt.agency')::bigint AND kind = 'task');
ALTER TABLE process_steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_steps USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY perform ON process_steps FOR SELECT USING (performer_id = current_setting('lt.agency')::bigint);
ALTER TABLE process_acts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_acts USING (agency_id = current_setting('lt.agency')::bigint);
ALTER TABLE process_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_messages USING (agency_id = current_setting('lt.agency')::bigint);

GRANT SELECT, INSERT, UPDATE (definition_id, status, version, state, ended_at, business_key, parent_wait) ON process_instances TO lt_app;
GRANT SELECT, INSERT, DELETE,
      UPDATE (definition_id, element, performer_id, role, assignee_id, due_at, paused_at, tries, trouble) ON process_waits TO lt_app;
-- History is appended to.
GRANT SELECT, INSERT ON process_steps, process_acts TO lt_app;
GRANT SELECT, INSERT, UPDATE (payload, spread_at), DELETE ON process_messages TO lt_app;

-- Clocks run for all agencies at once: which waits are due, and whose. What is in them stays closed.
CREATE FUNCTION lt_due_timers(at timestamptz, most int)
RETURNS TABLE (instance_id bigint, no int, agency_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.instance_id, w.no, w.agency_id FROM process_waits w
     WHERE w.kind = 'timer' AND w.trouble IS NULL AND w.paused_at IS NULL AND w.due_at <= at
     ORDER BY w.due_at, w.instance_id, w.no LIMIT most
$$;
CREATE FUNCTION lt_forget_process_messages(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM process_messages WHERE id IN (
                      SELECT id FROM process_messages WHERE expires_at < before ORDER BY expires_at LIMIT 10000) RETURNING 1)
    SELECT count(*) FROM gone
$$;
CREATE FUNCTION lt_next_timer() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT least((SELECT min(w.due_at) FROM process_waits w WHERE w.kind = 'timer' AND w.trouble IS NULL AND w.paused_at IS NULL),
                 (SELECT min(b.due_at) FROM process_beginnings b))
$$;
REVOKE ALL ON FUNCTION lt_due_timers(timestamptz, int), lt_next_timer(), lt_forget_process_messages(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_due_timers(timestamptz, int), lt_next_timer(), lt_forget_process_messages(timestamptz) TO lt_app;

-- For the operator: what does not go on by itself, anywhere.
CREATE FUNCTION lt_process_troubles(most int)
RETURNS TABLE (instance_uid uuid, no int, agency_id bigint, definition_id bigint, element text, kind text, trouble text,
               opened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.uid, w.no, w.agency_id, w.definition_id, w.element, w.kind, w.trouble, w.opened_at
      FROM process_waits w JOIN process_instances i ON i.id = w.instance_id
     WHERE w.trouble IS NOT NULL AND administers_all()
     ORDER BY w.opened_at LIMIT most
$$;
CREATE FUNCTION lt_process_agency(instance uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT agency_id FROM process_instances WHERE uid = instance AND administers_all()
$$;
REVOKE ALL ON FUNCTION lt_process_troubles(int), lt_process_agency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_process_troubles(int), lt_process_agency(uuid) TO lt_app;

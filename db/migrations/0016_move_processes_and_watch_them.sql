-- Moves of running processes to another version, with what became of each instance; the working time that steps took; and what the
-- operator sees of processes over all agencies: what got stuck, and figures.

-- One move of an agency's instances. The jobs behind it hold ids only.
CREATE TABLE process_migrations (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT process_migrations_uid_key UNIQUE,
    agency_id  bigint NOT NULL REFERENCES agencies,
    from_id    bigint NOT NULL REFERENCES process_definitions,
    to_id      bigint NOT NULL REFERENCES process_definitions,
    mapping    json NOT NULL,                    -- elements that are called otherwise: {"old": "new"}
    reason     text NOT NULL CHECK (reason <> ''),
    started_at timestamptz NOT NULL,
    started_by bigint NOT NULL                   -- official
);
CREATE INDEX process_migrations_from ON process_migrations (agency_id, from_id);

CREATE TABLE process_migration_instances (
    migration_id bigint NOT NULL REFERENCES process_migrations,
    instance_id  bigint NOT NULL REFERENCES process_instances,
    agency_id    bigint NOT NULL,
    state        text NOT NULL CHECK (state IN ('waiting', 'moved', 'held_back')),
    element      text NOT NULL DEFAULT '',       -- at which it is held back
    why          text NOT NULL DEFAULT '',
    PRIMARY KEY (migration_id, instance_id)
);

ALTER TABLE process_migrations ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_migrations USING (agency_id = current_setting('lt.agency')::bigint);
ALTER TABLE process_migration_instances ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_migration_instances USING (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT ON process_migrations TO lt_app;
GRANT SELECT, INSERT, UPDATE (state, element, why) ON process_migration_instances TO lt_app;

-- Seconds of working time of the performing agency, as its calendar was when the step ended; NULL: it ended before this was counted.
ALTER TABLE process_steps ADD COLUMN worked int;

-- ---- For the operator: what does not go on by itself, and figures; nothing else of the agencies' instances -------------

-- What is stuck has no wait of its own.
CREATE OR REPLACE FUNCTION lt_process_troubles(most int)
RETURNS TABLE (instance_uid uuid, no int, agency_id bigint, definition_id bigint, element text, kind text, trouble text,
               opened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM (
        SELECT w.instance_uid, w.no, w.agency_id, w.definition_id, w.element, w.kind, w.trouble, w.opened_at
          FROM process_waits w WHERE w.trouble IS NOT NULL AND (SELECT administers_all())
        UNION ALL
        SELECT i.uid, 0, i.agency_id, i.definition_id, '', 'stuck', '',
               (SELECT max(a.at) FROM process_acts a WHERE a.instance_id = i.id)
          FROM process_instances i WHERE i.status = 'stuck' AND (SELECT administers_all())) both_kinds
     ORDER BY opened_at LIMIT most
$$;
CREATE INDEX process_waits_troubles ON process_waits (opened_at) WHERE trouble IS NOT NULL;

-- Whose instance it is, while something is wrong with it: what goes well is none of the operator's business.
CREATE OR REPLACE FUNCTION lt_process_agency(instance uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.agency_id FROM process_instances i
     WHERE i.uid = instance AND administers_all()
       AND (i.status = 'stuck' OR EXISTS (SELECT 1 FROM process_waits w WHERE w.instance_id = i.id AND w.trouble IS NOT NULL))
$$;

-- Of each agency that uses a drawing.
CREATE FUNCTION lt_process_usage(definition bigint, since timestamptz, till timestamptz)
RETURNS TABLE (agency_id bigint, open bigint, ended bigint, median interval, ninetieth interval, troubles bigint, overdue bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH running AS (
        SELECT agency_id, count(*) AS open, count(*) FILTER (WHERE status = 'stuck') AS stuck FROM process_instances
         WHERE definition_id = definition AND ended_at IS NULL AND (SELECT administers_all()) GROUP BY agency_id
    ), done AS (
        SELECT agency_id, count(*) AS ended, percentile_disc(0.5) WITHIN GROUP (ORDER BY ended_at - started_at) AS median,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY ended_at - started_at) AS ninetieth
          FROM process_instances
         WHERE definition_id = definition AND ended_at >= since AND ended_at < till AND (SELECT administers_all()) GROUP BY agency_id
    ), waiting AS (
        SELECT agency_id, count(*) FILTER (WHERE trouble IS NOT NULL) AS troubles,
               count(*) FILTER (WHERE kind = 'task' AND due_at < till AND paused_at IS NULL) AS overdue
          FROM process_waits WHERE definition_id = definition AND (SELECT administers_all()) GROUP BY agency_id
    )
    SELECT agency_id, coalesce(r.open, 0), coalesce(d.ended, 0), d.median, d.ninetieth,
           coalesce(w.troubles, 0) + coalesce(r.stuck, 0), coalesce(w.overdue, 0)
      FROM running r FULL JOIN done d USING (agency_id) FULL JOIN waiting w USING (agency_id)
$$;

-- Of each element: the steps that ended in the time, and what waits there at its end. The own agency's; for the operator, all agencies'.
CREATE FUNCTION lt_process_step_figures(definition bigint, since timestamptz, till timestamptz)
RETURNS TABLE (element text, kind text, done bigint, late bigint, median interval, ninetieth interval, worked_median int,
               worked_ninetieth int, open bigint, overdue bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        SELECT element, kind, count(*) AS done, count(*) FILTER (WHERE ended_at > due_at) AS late,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY ended_at - opened_at) AS median,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY ended_at - opened_at) AS ninetieth,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY worked) AS worked_median,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY worked) AS worked_ninetieth
          FROM process_steps
         WHERE definition_id = definition AND ended_at >= since AND ended_at < till AND outcome = 'done'
           AND ((SELECT administers_all()) OR agency_id = current_setting('lt.agency')::bigint)
         GROUP BY element, kind
    ), waiting AS (
        SELECT element, kind, count(*) AS open, count(*) FILTER (WHERE due_at < till AND paused_at IS NULL) AS overdue
          FROM process_waits
         WHERE definition_id = definition AND kind <> 'incident'
           AND ((SELECT administers_all()) OR agency_id = current_setting('lt.agency')::bigint)
         GROUP BY element, kind
    )
    SELECT element, kind, coalesce(e.done, 0), coalesce(e.late, 0), e.median, e.ninetieth, e.worked_median, e.worked_ninetieth,
           coalesce(w.open, 0), coalesce(w.overdue, 0)
      FROM ended e FULL JOIN waiting w USING (element, kind)
$$;

-- What runs in each drawing.
CREATE FUNCTION lt_process_counts()
RETURNS TABLE (definition_id bigint, open bigint, troubles bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH running AS (
        SELECT definition_id, count(*) AS open, count(*) FILTER (WHERE status = 'stuck') AS stuck FROM process_instances
         WHERE ended_at IS NULL AND (SELECT administers_all()) GROUP BY definition_id
    ), waiting AS (
        SELECT definition_id, count(*) AS troubles FROM process_waits WHERE trouble IS NOT NULL AND (SELECT administers_all())
         GROUP BY definition_id
    )
    SELECT r.definition_id, r.open, r.stuck + coalesce(w.troubles, 0) FROM running r LEFT JOIN waiting w USING (definition_id)
$$;

REVOKE ALL ON FUNCTION lt_process_usage(bigint, timestamptz, timestamptz), lt_process_step_figures(bigint, timestamptz, timestamptz),
                       lt_process_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_process_usage(bigint, timestamptz, timestamptz),
                          lt_process_step_figures(bigint, timestamptz, timestamptz), lt_process_counts() TO lt_app;

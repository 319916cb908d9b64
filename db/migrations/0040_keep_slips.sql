-- What was printed stays: the steps that stand in the control slip, and the register of dossiers as it was printed.

-- ---- The control slip (form 06) ------------------------------------------------------------------------------------------

COMMENT ON COLUMN dossier_slips.event_no IS
    'The act that the form says. A control slip says no single one: below zero, its place among those of the dossier.';

-- Through whose hands a dossier went, of all agencies: the tasks of its process that were ended, and those that are open (ended_at NULL); also of
-- processes that were called by it, and of one that was begun before it was stopped and taken up again. Who sees a dossier sees what its
-- control slip says; the rows of the processes themselves stay with their agencies.
CREATE FUNCTION lt_dossier_steps(wanted bigint)
RETURNS TABLE (no int, performer_id bigint, official_id bigint, official text, definition_id bigint, element text, outcome text,
               opened_at timestamptz, due_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH d AS MATERIALIZED (
        SELECT x.code, x.agency_id, x.decides_id, x.instance_uid FROM dossiers x
         WHERE x.id = wanted
           AND (current_setting('lt.reach') = 'agency' AND current_setting('lt.agency')::bigint IN (x.agency_id, x.decides_id)
                OR lt_sees_dossier(x.id, x.instance_uid))
    ), i AS MATERIALIZED (
        SELECT p.id FROM d JOIN process_instances p ON p.uid = d.instance_uid
        UNION   -- each by its index, which knows of keys that say something only
        SELECT p.id FROM d JOIN process_instances p ON p.agency_id = d.agency_id AND p.business_key = d.code AND p.business_key <> ''
        UNION
        SELECT p.id FROM d JOIN process_instances p ON p.agency_id = d.decides_id AND p.business_key = d.code AND p.business_key <> ''
    ), steps AS (
        SELECT s.no, s.performer_id, s.official_id, s.definition_id, s.element, s.outcome, s.opened_at, s.due_at, s.ended_at
          FROM i JOIN process_steps s ON s.instance_id = i.id WHERE s.kind = 'task'
        UNION ALL
        SELECT w.no, w.performer_id, coalesce(w.assignee_id, 0), w.definition_id, w.element, '', w.opened_at, w.due_at, NULL
          FROM i JOIN process_waits w ON w.instance_id = i.id WHERE w.kind = 'task'
    )
    SELECT s.no, s.performer_id, s.official_id, coalesce(o.name, ''), s.definition_id, s.element, s.outcome, s.opened_at, s.due_at, s.ended_at
      FROM steps s LEFT JOIN officials o ON o.id = s.official_id
     ORDER BY s.ended_at NULLS LAST, s.no
$$;
REVOKE ALL ON FUNCTION lt_dossier_steps(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_dossier_steps(bigint) TO lt_app;

-- ---- The register (form 07) ----------------------------------------------------------------------------------------------

-- Printed for a span of days: numbered by agency and year, by whom and when, and never changed.
CREATE TABLE dossier_registers (
    uid         uuid PRIMARY KEY,
    agency_id   bigint NOT NULL REFERENCES agencies,
    year        int NOT NULL,
    number      bigint NOT NULL,
    from_day    date NOT NULL,
    to_day      date NOT NULL,
    rows        bigint NOT NULL,                       -- dossiers in it
    content     text NOT NULL,                         -- SHA-256 of what stands in the rows: the same is not printed anew
    sha256      text NOT NULL REFERENCES blobs,        -- the file
    official_id bigint NOT NULL,
    official    text NOT NULL,                         -- as he was called then
    at          timestamptz NOT NULL,
    CONSTRAINT dossier_registers_number_key UNIQUE (agency_id, year, number),
    CONSTRAINT dossier_registers_days_check CHECK (to_day >= from_day)
);
CREATE INDEX dossier_registers_list ON dossier_registers (agency_id, at DESC);
CREATE INDEX dossier_registers_blob ON dossier_registers (sha256);
ALTER TABLE dossier_registers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON dossier_registers FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency');
CREATE POLICY own_insert ON dossier_registers FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint
    AND current_setting('lt.reach') = 'agency');
GRANT SELECT, INSERT ON dossier_registers TO lt_app;

-- Who looked at personal data: searches, lists and exports leave a trace, too, and who answers for an agency reads the traces.

-- One row for a search, a page of a list, a batch or an export, however many dossiers it shows; dossier_looks has those at a single one.
CREATE TABLE dossier_list_looks (
    id          bigint GENERATED ALWAYS AS IDENTITY,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    what        text NOT NULL CONSTRAINT dossier_list_looks_what_check
                CHECK (what IN ('search', 'figures', 'batch', 'batch_file', 'register', 'looks')),
    words       text NOT NULL,                         -- what was asked for
    at          timestamptz NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX dossier_list_looks_agency ON dossier_list_looks (agency_id, id DESC);

DO $$
BEGIN
    FOR y IN 2026..2033 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF dossier_list_looks FOR VALUES FROM (%L) TO (%L)', 'dossier_list_looks_' || y,
                       format('%s-01-01 00:00+07', y), format('%s-01-01 00:00+07', y + 1));
    END LOOP;
    CREATE TABLE dossier_list_looks_other PARTITION OF dossier_list_looks DEFAULT;
END $$;

ALTER TABLE dossier_list_looks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON dossier_list_looks FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency');
CREATE POLICY own_insert ON dossier_list_looks FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint);
GRANT SELECT, INSERT ON dossier_list_looks TO lt_app;

-- Which officials of the own agency looked a citizen up, by the whole number: nothing of the citizen, and nothing of other agencies. That somebody
-- asks is written down itself.
CREATE FUNCTION lt_citizen_looks(wanted_kind text, wanted text, asked_at timestamptz, before_at timestamptz, before_official bigint,
                                 at_most int)
RETURNS TABLE (agency_id bigint, official_id bigint, reason text, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF current_setting('lt.reach') <> 'agency' OR current_setting('lt.official')::bigint = 0 THEN
        RAISE EXCEPTION 'who looked at a citizen is asked by an official for his agency' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO dossier_list_looks (agency_id, official_id, what, words, at)
    VALUES (current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, 'looks', wanted, asked_at);
    RETURN QUERY
    SELECT l.agency_id, l.official_id, l.reason, l.at FROM citizens c JOIN citizen_looks l ON l.citizen_id = c.id
     WHERE c.kind = wanted_kind AND c.number = wanted AND l.agency_id = current_setting('lt.agency')::bigint
       AND (before_at IS NULL OR (l.at, l.official_id) < (before_at, before_official))
     ORDER BY l.at DESC, l.official_id DESC LIMIT at_most;
END $$;

-- For everybody who has the code: the steps of the process that are open now, and whose they are. No name of an official.
CREATE FUNCTION lt_follow_steps(wanted text) RETURNS TABLE (title text, performer_id bigint, opened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.title, w.performer_id, w.opened_at FROM dossiers d JOIN process_waits w ON w.instance_uid = d.instance_uid AND w.kind = 'task'
     WHERE d.code = wanted AND d.state IN ('received', 'processing', 'supplement', 'payment') ORDER BY w.no LIMIT 10
$$;
REVOKE ALL ON FUNCTION lt_citizen_looks(text, text, timestamptz, timestamptz, bigint, int), lt_follow_steps(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_citizen_looks(text, text, timestamptz, timestamptz, bigint, int), lt_follow_steps(text) TO lt_app;

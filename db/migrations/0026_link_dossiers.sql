-- Linked procedures: a dossier that consists of others in several agencies. And agencies that were dissolved with dossiers still open.

-- What a dossier of a linked procedure consists of. The dossier of a component is made when its turn comes; its uid is given before, so that
-- it is made once.
CREATE TABLE dossier_components (
    parent_id  bigint NOT NULL REFERENCES dossiers,
    no         int NOT NULL,                           -- order of the procedure's record
    code       text NOT NULL CHECK (code <> ''),       -- of the component's procedure
    name       text NOT NULL CHECK (name <> ''),
    after      text NOT NULL DEFAULT '',               -- code of the component whose result it needs first
    decides_id bigint REFERENCES agencies,             -- NULL: not found, see trouble
    child_uid  uuid NOT NULL CONSTRAINT dossier_components_child_key UNIQUE,
    trouble    text NOT NULL DEFAULT '',               -- why it can't begin though it is its turn
    told       text NOT NULL DEFAULT '',               -- state of the child that the parent's history says last
    taken      text NOT NULL DEFAULT '',               -- digest of its results, as they stand among the parent's
    closing    boolean NOT NULL DEFAULT false,         -- it ends because its parent did
    PRIMARY KEY (parent_id, no),
    CONSTRAINT dossier_components_code_key UNIQUE (parent_id, code)
);
-- A result of the parent that a component brought: its file is the same content.
ALTER TABLE dossier_results ADD COLUMN component int;

-- The part of a dossier that an agency had goes over to another one.
CREATE TABLE dossier_moves (
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    no          int NOT NULL,                          -- dossiers.version after it
    from_id     bigint NOT NULL REFERENCES agencies,
    to_id       bigint NOT NULL REFERENCES agencies,
    received    boolean NOT NULL,                      -- the part of who received it
    decided     boolean NOT NULL,                      -- and of who decides it
    at          timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, no)
);
CREATE INDEX dossier_moves_at ON dossier_moves (at) WHERE decided;

ALTER TABLE dossier_components ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_components FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_components.parent_id OFFSET 0));
DO $$
DECLARE
    decides CONSTANT text := 'EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_components.parent_id '
        'AND d.decides_id = current_setting(''lt.agency'')::bigint OFFSET 0)';
BEGIN
    EXECUTE format('CREATE POLICY decides_insert ON dossier_components FOR INSERT WITH CHECK (%s)', decides);
    EXECUTE format('CREATE POLICY decides_update ON dossier_components FOR UPDATE USING (%s) WITH CHECK (%s)', decides, decides);
END $$;
GRANT SELECT, INSERT, UPDATE (decides_id, child_uid, trouble, told, closing) ON dossier_components TO lt_app;
ALTER TABLE dossier_moves ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_moves FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT ON dossier_moves TO lt_app;

-- ---- Between the agencies of a linked procedure ---------------------------------------------------------------------------

-- As the policy `visible` of dossiers says it, for functions that read more than the session sees.
CREATE FUNCTION lt_may_see_dossier(receives bigint, decides bigint, dossier bigint, instance uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (current_setting('lt.reach') = 'agency' AND current_setting('lt.agency')::bigint IN (receives, decides))
        OR lt_sees_dossier(dossier, instance)
$$;

-- The components of a dossier as they stand, for who sees that dossier: no name and no content of theirs.
CREATE FUNCTION lt_components(dossier bigint)
RETURNS TABLE (no int, code text, name text, after text, decides_id bigint, child_uid uuid, trouble text, told text, taken boolean,
               closing boolean, child_code text, state text, due_at timestamptz, resolved_at timestamptz, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.no, c.code, c.name, c.after, coalesce(k.decides_id, c.decides_id), c.child_uid, c.trouble, c.told, c.taken <> '', c.closing,
           k.code, k.state, k.due_at, k.resolved_at,
           CASE WHEN k.state IN ('withdrawn', 'stopped', 'supplement') THEN
               (SELECT e.reason FROM dossier_events e WHERE e.dossier_id = k.id AND e.state = k.state AND e.act <> 'note'
                 ORDER BY e.no DESC LIMIT 1) END
      FROM dossiers p JOIN dossier_components c ON c.parent_id = p.id LEFT JOIN dossiers k ON k.uid = c.child_uid
     WHERE p.id = dossier AND lt_may_see_dossier(p.agency_id, p.decides_id, p.id, p.instance_uid)
     ORDER BY c.no
$$;

-- Of which dossier one is a component, and how that stands, for who sees the component: code, agencies and state, and why it ended.
CREATE FUNCTION lt_parent_of(dossier bigint)
RETURNS TABLE (id bigint, uid uuid, code text, agency_id bigint, decides_id bigint, state text, reason text, no int, component text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.uid, p.code, p.agency_id, p.decides_id, p.state,
           CASE WHEN p.state IN ('withdrawn', 'stopped') THEN
               (SELECT e.reason FROM dossier_events e WHERE e.dossier_id = p.id AND e.state = p.state AND e.act <> 'note'
                 ORDER BY e.no DESC LIMIT 1) END,
           c.no, c.code, c.name
      FROM dossiers k JOIN dossier_components c ON c.child_uid = k.uid JOIN dossiers p ON p.id = c.parent_id
     WHERE k.id = dossier AND lt_may_see_dossier(k.agency_id, k.decides_id, k.id, k.instance_uid)
$$;

-- For the server, in the scope of the agency that decides the component: what its dossier is made of. Locks the component; no row where
-- the parent is not worked on any more.
CREATE FUNCTION lt_begin_component(parent uuid, component int)
RETURNS TABLE (id bigint, code text, version_uid uuid, case_no int, way text, owner json, agent json, answers json, sets int,
               component_code text, component_name text, child_uid uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.code, v.uid, p.case_no, p.way, p.owner, p.agent, p.answers, p.sets, c.code, c.name, c.child_uid
      FROM dossier_components c JOIN dossiers p ON p.id = c.parent_id JOIN procedure_versions v ON v.id = p.version_id
     WHERE p.uid = parent AND c.no = component AND c.decides_id = current_setting('lt.agency')::bigint AND NOT c.closing
       AND p.state IN ('processing', 'supplement', 'payment')
       AND current_setting('lt.reach') = 'agency' AND current_setting('lt.official')::bigint = 0
       FOR UPDATE OF c
$$;

-- Papers of the parent for the dossier of a component that has just been made: the same contents, no copies.
CREATE FUNCTION lt_share_papers(parent uuid, component int, codes text[], shared_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH k AS (
        SELECT p.id AS parent_id, d.id AS child_id
          FROM dossiers p JOIN dossier_components c ON c.parent_id = p.id AND c.no = component JOIN dossiers d ON d.uid = c.child_uid
         WHERE p.uid = parent AND d.parent_id = p.id AND d.decides_id = current_setting('lt.agency')::bigint
           AND current_setting('lt.reach') = 'agency' AND current_setting('lt.official')::bigint = 0
    ), papers AS (
        INSERT INTO dossier_papers   -- all columns, also those of later migrations
        SELECT (jsonb_populate_record(a, jsonb_build_object('dossier_id', k.child_id, 'missing', ''))).*
          FROM k JOIN dossier_papers a ON a.dossier_id = k.parent_id WHERE a.code = ANY (codes)
        ON CONFLICT DO NOTHING RETURNING dossier_papers.no
    )
    INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, verdict, added_at, added_by)
    SELECT gen_random_uuid(), k.child_id, f.paper_no, f.kind, f.name, f.media_type, f.size, f.sha256, f.verdict, shared_at, f.added_by
      FROM k JOIN dossier_files f ON f.dossier_id = k.parent_id AND f.replaced_at IS NULL JOIN papers ON papers.no = f.paper_no
$$;

-- For the server, in the scope of the agency that decides the parent: the results of a component stand among the parent's as long as it
-- has them. The same ones again change nothing.
CREATE FUNCTION lt_take_results(of_parent bigint, of_no int, taken_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    it     record;
    one    record;
    wanted text;
    copied uuid;
BEGIN
    PERFORM FROM dossiers p WHERE p.id = of_parent AND p.decides_id = current_setting('lt.agency')::bigint
       FOR NO KEY UPDATE;   -- others give its results their numbers, too
    SELECT c.taken, k.id INTO it
      FROM dossier_components c JOIN dossiers p ON p.id = c.parent_id
      LEFT JOIN dossiers k ON k.uid = c.child_uid AND k.state IN ('resolved', 'returned')
     WHERE c.parent_id = of_parent AND c.no = of_no AND p.decides_id = current_setting('lt.agency')::bigint
       AND current_setting('lt.reach') = 'agency' AND current_setting('lt.official')::bigint = 0
       FOR UPDATE OF c;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT coalesce(md5(string_agg(concat_ws('|', r.no, r.code, r.name, r.number, r.issued_on, r.signer, f.sha256, f.verdict), E'\n'
                                   ORDER BY r.no)), '')
      INTO wanted FROM dossier_results r LEFT JOIN dossier_files f ON f.uid = r.file_uid WHERE r.dossier_id = it.id;
    IF wanted = it.taken THEN RETURN; END IF;
    UPDATE dossier_files f SET replaced_at = taken_at
      FROM dossier_results r WHERE r.dossier_id = of_parent AND r.component = of_no AND f.uid = r.file_uid;
    DELETE FROM dossier_results r WHERE r.dossier_id = of_parent AND r.component = of_no;
    FOR one IN SELECT r.code, r.name, r.number, r.issued_on, r.signer, f.uid AS file, f.name AS file_name, f.media_type, f.size, f.sha256,
                      f.verdict, f.added_by
                 FROM dossier_results r LEFT JOIN dossier_files f ON f.uid = r.file_uid WHERE r.dossier_id = it.id ORDER BY r.no LOOP
        copied := CASE WHEN one.file IS NOT NULL THEN gen_random_uuid() END;
        IF copied IS NOT NULL THEN
            INSERT INTO dossier_files (uid, dossier_id, kind, name, media_type, size, sha256, verdict, added_at, added_by)
            VALUES (copied, of_parent, 'result', one.file_name, one.media_type, one.size, one.sha256, one.verdict, taken_at, one.added_by);
        END IF;
        INSERT INTO dossier_results (dossier_id, no, code, name, number, issued_on, signer, file_uid, component)
        SELECT of_parent, coalesce(max(x.no) + 1, 0), one.code, one.name, one.number, one.issued_on, one.signer, copied, of_no
          FROM dossier_results x WHERE x.dossier_id = of_parent;
    END LOOP;
    UPDATE dossier_components SET taken = wanted WHERE parent_id = of_parent AND no = of_no;
END $$;

-- The same as before; a component is called by its own name, not by that of the linked procedure.
CREATE OR REPLACE FUNCTION lt_follow_dossier(wanted text)
RETURNS TABLE (code text, procedure text, agency_id bigint, decides_id bigint, state text, state_at timestamptz, received_at timestamptz,
               due_at timestamptz, first_due_at timestamptz, supplement_by timestamptz, resolved_at timestamptz, delivery text,
               delivery_state text, money text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END, d.agency_id, d.decides_id, d.state, d.state_at,
           d.received_at, d.due_at, d.first_due_at, d.supplement_by, d.resolved_at, d.delivery, d.delivery_state, d.money
      FROM dossiers d JOIN procedure_versions v ON v.id = d.version_id WHERE d.code = wanted
$$;

-- What somebody who has the code of the parent may know of its components.
CREATE FUNCTION lt_follow_components(wanted text)
RETURNS TABLE (name text, decides_id bigint, state text, due_at timestamptz, resolved_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.name, coalesce(k.decides_id, c.decides_id), k.state, k.due_at, k.resolved_at
      FROM dossiers p JOIN dossier_components c ON c.parent_id = p.id LEFT JOIN dossiers k ON k.uid = c.child_uid
     WHERE p.code = wanted ORDER BY c.no
$$;

-- ---- Agencies that were dissolved ------------------------------------------------------------------------------------------

-- What was written down at the reception stays, but a successor takes the place of an agency that is gone.
CREATE OR REPLACE FUNCTION keep_dossier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.code, NEW.version_id, NEW.procedure_id, NEW.way, NEW.lodged_at) IS DISTINCT FROM
       (OLD.uid, OLD.code, OLD.version_id, OLD.procedure_id, OLD.way, OLD.lodged_at)
       OR (OLD.first_due_at IS NOT NULL AND NEW.first_due_at IS DISTINCT FROM OLD.first_due_at)
       OR (NEW.agency_id <> OLD.agency_id AND NOT EXISTS (SELECT 1 FROM agency_successions s WHERE s.predecessor_id = OLD.agency_id
                                                                                               AND s.successor_id = NEW.agency_id)) THEN
        RAISE EXCEPTION 'what was received does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_kept_check';
    END IF;
    RETURN NEW;
END $$;

-- Where a dossier is decided now, for jobs of the server that were written before it moved.
CREATE FUNCTION lt_dossier_home(wanted uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.decides_id FROM dossiers d WHERE d.uid = wanted AND current_setting('lt.official')::bigint = 0
$$;

-- Open dossiers of an agency that is gone become those of its successor: what it received, decides or has a task in. The process that it
-- runs goes along, its officials' tasks are anybody's of the same role; drafts of results that wait for a signature are drafts again. For the
-- server, in the scope of the old agency. Gives the dossiers that the new one has from now on.
CREATE FUNCTION lt_move_dossiers(new_agency bigint, uids uuid[], moved_at timestamptz, words text) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_agency CONSTANT bigint := current_setting('lt.agency')::bigint;
    d          record;
BEGIN
    IF current_setting('lt.reach') <> 'agency' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself moves dossiers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM agencies a JOIN agency_successions s ON s.predecessor_id = a.id AND s.successor_id = new_agency
      WHERE a.id = old_agency AND a.valid_to < (moved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no successor of an agency that is gone' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_moves_successor_check';
    END IF;
    FOR d IN SELECT x.id, x.uid, x.state, x.version, x.instance_uid, x.agency_id = old_agency AS received, x.decides_id = old_agency AS decided
               FROM dossiers x WHERE x.uid = ANY (uids) AND x.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
              ORDER BY x.id FOR NO KEY UPDATE LOOP
        UPDATE process_waits w SET performer_id = new_agency, assignee_id = NULL
         WHERE w.instance_uid = d.instance_uid AND w.kind = 'task' AND w.performer_id = old_agency;
        CONTINUE WHEN NOT (d.received OR d.decided);
        UPDATE dossiers SET agency_id = CASE WHEN d.received THEN new_agency ELSE agency_id END,
               decides_id = CASE WHEN d.decided THEN new_agency ELSE decides_id END, version = d.version + 1 WHERE id = d.id;
        INSERT INTO dossier_moves VALUES (d.id, d.version + 1, old_agency, new_agency, d.received, d.decided, moved_at);
        INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, reason, at)
        VALUES (d.id, d.version + 1, new_agency, 0, 'note', d.state, words, moved_at);
        IF d.decided THEN
            WITH RECURSIVE tree AS (
                SELECT i.id FROM process_instances i WHERE i.uid = d.instance_uid AND i.agency_id = old_agency
                UNION ALL SELECT i.id FROM process_instances i JOIN tree ON i.parent_id = tree.id
            ), moved AS (UPDATE process_instances i SET agency_id = new_agency FROM tree WHERE i.id = tree.id RETURNING i.id)
            UPDATE process_waits w SET agency_id = new_agency,
                   performer_id = CASE WHEN w.performer_id = old_agency THEN new_agency ELSE w.performer_id END,
                   assignee_id = CASE WHEN w.performer_id = old_agency THEN NULL ELSE w.assignee_id END
              FROM moved WHERE w.instance_id = moved.id;
            UPDATE dossier_drafts SET agency_id = new_agency, state = 'draft', submitted_at = NULL
             WHERE dossier_id = d.id AND agency_id = old_agency AND state IN ('draft', 'submitted');
        END IF;
        RETURN NEXT d.uid;
    END LOOP;
END $$;

-- A legal form that the old agency gave out and nobody printed yet is printed by the new one.
DROP POLICY printed ON dossier_slips;
CREATE POLICY printed ON dossier_slips FOR UPDATE USING (
    sha256 IS NULL AND (agency_id = current_setting('lt.agency')::bigint
                        OR EXISTS (SELECT 1 FROM agency_successions s WHERE s.predecessor_id = agency_id
                                                                        AND s.successor_id = current_setting('lt.agency')::bigint)))
    WITH CHECK (true);

-- A report counts a dossier for the agency that decided it at the end of the span: what moved later is still the old one's there.
CREATE OR REPLACE FUNCTION lt_count_report(wanted bigint, since timestamptz, edge timestamptz)
RETURNS TABLE (agency_id bigint, field_id bigint, origin text, outcome text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    last_day CONSTANT timestamptz := dossier_day(edge - interval '1 microsecond');
    later    bigint[];   -- dossiers that moved after the span
BEGIN
    PERFORM require_counting(wanted);
    SELECT array_agg(DISTINCT m.dossier_id) INTO later FROM dossier_moves m WHERE m.at >= edge AND m.decided;
    RETURN QUERY
    SELECT d.decides_id, d.field_id, dossier_origin(d.received_at, since, d.way),
           dossier_outcome(d.due_at, coalesce(d.resolved_at, d.ended_at), edge, last_day), count(*)
      FROM dossiers d
     WHERE (wanted IS NULL OR d.decides_id = wanted) AND d.received_at IS NOT NULL AND d.received_at < edge
       AND coalesce(d.resolved_at, d.ended_at, 'infinity') >= since AND (later IS NULL OR d.id <> ALL (later))
     GROUP BY 1, 2, 3, 4;
    IF later IS NULL THEN RETURN; END IF;
    RETURN QUERY
    SELECT k.from_id, d.field_id, dossier_origin(d.received_at, since, d.way),
           dossier_outcome(d.due_at, coalesce(d.resolved_at, d.ended_at), edge, last_day), count(*)
      FROM (SELECT DISTINCT ON (m.dossier_id) m.dossier_id, m.from_id FROM dossier_moves m WHERE m.at >= edge AND m.decided
             ORDER BY m.dossier_id, m.no) k
      JOIN dossiers d ON d.id = k.dossier_id
     WHERE (wanted IS NULL OR k.from_id = wanted) AND d.received_at IS NOT NULL AND d.received_at < edge
       AND coalesce(d.resolved_at, d.ended_at, 'infinity') >= since
     GROUP BY 1, 2, 3, 4;
END $$;

REVOKE ALL ON FUNCTION lt_may_see_dossier(bigint, bigint, bigint, uuid), lt_components(bigint), lt_parent_of(bigint),
    lt_begin_component(uuid, int), lt_share_papers(uuid, int, text[], timestamptz), lt_take_results(bigint, int, timestamptz),
    lt_follow_components(text), lt_dossier_home(uuid), lt_move_dossiers(bigint, uuid[], timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_components(bigint), lt_parent_of(bigint), lt_begin_component(uuid, int),
    lt_share_papers(uuid, int, text[], timestamptz), lt_take_results(bigint, int, timestamptz), lt_follow_components(text),
    lt_dossier_home(uuid), lt_move_dossiers(bigint, uuid[], timestamptz, text) TO lt_app;

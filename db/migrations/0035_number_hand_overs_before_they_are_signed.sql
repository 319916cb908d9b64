-- Slips of hand-overs are signed in steps, so that their numbers are there before; a batch whose dossiers go to several successors ends; what a
-- component does not have, its parent does not wait for; a document that was thrown away and is drafted again is a dossier's again.

-- ---- Numbers of slips -----------------------------------------------------------------------------------------------------------------

-- A number that is given for good while its slip is being signed. The batch takes it over; what a form left unused goes to a later one, so that
-- the series has no gap.
CREATE TABLE hand_over_numbers (
    agency_id bigint NOT NULL REFERENCES agencies,               -- that gives
    batch_uid uuid NOT NULL,                                     -- key of the form that has it
    kind      text NOT NULL CONSTRAINT hand_over_numbers_kind_check CHECK (kind IN ('dossiers', 'results')),
    year      int NOT NULL,
    number    bigint NOT NULL,
    taken_at  timestamptz NOT NULL,                              -- by this form, the last time
    CONSTRAINT hand_over_numbers_key PRIMARY KEY (agency_id, kind, year, number),
    CONSTRAINT hand_over_numbers_batch_key UNIQUE (agency_id, batch_uid, kind, year)
);
ALTER TABLE hand_over_numbers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON hand_over_numbers USING (agency_id = current_setting('lt.agency')::bigint)
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT, UPDATE (batch_uid, taken_at), DELETE ON hand_over_numbers TO lt_app;

-- ---- Batches on their way to an agency that is gone ---------------------------------------------------------------------------------------

-- As before; and the server itself ends one on its way to an agency that is gone.
CREATE OR REPLACE FUNCTION keep_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.slip_sha256, NEW.giver_certificate) IS DISTINCT FROM (OLD.slip_sha256, OLD.giver_certificate)
       OR OLD.state <> 'given' AND
          (NEW.state, NEW.closed_at, NEW.closed_by, NEW.closer_name, NEW.closer_title, NEW.closer_certificate, NEW.refused, NEW.sha256)
          IS DISTINCT FROM
          (OLD.state, OLD.closed_at, OLD.closed_by, OLD.closer_name, OLD.closer_title, OLD.closer_certificate, OLD.refused, OLD.sha256)
       OR OLD.state = 'given' AND NEW.state = 'received' AND NEW.receiver_id <> current_setting('lt.agency')::bigint
       OR OLD.state = 'given' AND NEW.state = 'withdrawn' AND NEW.giver_id <> current_setting('lt.agency')::bigint
          AND NOT (NEW.receiver_id = current_setting('lt.agency')::bigint AND current_setting('lt.official')::bigint = 0
                   AND current_setting('lt.reach') = 'agency') THEN
        RAISE EXCEPTION 'a batch is closed once, by its side' USING ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_batches_kept_check';
    END IF;
    RETURN NEW;
END $$;

-- As before, but papers that were on their way to the old agency are received by a new one only when all of that batch go there. Else the batch
-- ends, with a line in the history of each of its dossiers, and they wait at who gave them. Either way once none of it belongs to the old
-- agency any more.
DROP FUNCTION lt_move_dossiers(bigint, uuid[], timestamptz, text);
CREATE FUNCTION lt_move_dossiers(new_agency bigint, uids uuid[], moved_at timestamptz, words text, cancelled text) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_agency CONSTANT bigint := current_setting('lt.agency')::bigint;
    d          record;
    b          record;
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
             WHERE dossier_id = d.id AND agency_id = old_agency AND state IN ('draft', 'submitted') AND number IS NULL;
        END IF;
        RETURN NEXT d.uid;
    END LOOP;
    FOR b IN
        SELECT o.id, o.uid, w.receivers, w.receiver FROM hand_over_batches o CROSS JOIN LATERAL (
            SELECT count(DISTINCT k.receiver) AS receivers, min(k.receiver) AS receiver, bool_or(k.receiver = old_agency) AS is_left,
                   bool_or(k.uid = ANY (uids)) AS is_moved
              FROM (SELECT x.uid, CASE o.kind WHEN 'dossiers' THEN x.decides_id ELSE x.agency_id END AS receiver
                      FROM hand_over_lines l JOIN dossiers x ON x.id = l.dossier_id
                     WHERE l.batch_id = o.id AND l.state = 'open' AND x.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')) k) w
         WHERE o.state = 'given' AND o.receiver_id = old_agency AND w.is_moved AND NOT w.is_left
         ORDER BY o.id FOR NO KEY UPDATE OF o LOOP
        IF b.receivers = 1 THEN
            UPDATE hand_over_batches SET receiver_id = b.receiver, unit_id = NULL WHERE id = b.id;
            CONTINUE;
        END IF;
        UPDATE hand_over_lines SET state = 'withdrawn' WHERE batch_id = b.id AND state = 'open';
        UPDATE hand_over_batches SET state = 'withdrawn', closed_at = moved_at, closed_by = 0 WHERE id = b.id;
        WITH held AS MATERIALIZED (
            SELECT x.id FROM hand_over_lines l JOIN dossiers x ON x.id = l.dossier_id
             WHERE l.batch_id = b.id AND l.state = 'withdrawn' ORDER BY x.id FOR NO KEY UPDATE OF x),
        told AS (
            UPDATE dossiers x SET version = x.version + 1 FROM held h WHERE x.id = h.id RETURNING x.id, x.version, x.state, x.agency_id)
        INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, reason, detail, at)
        SELECT t.id, t.version, t.agency_id, 0, 'note', t.state, cancelled, json_build_object('batch', b.uid), moved_at FROM told t;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION lt_move_dossiers(bigint, uuid[], timestamptz, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_move_dossiers(bigint, uuid[], timestamptz, text, text) TO lt_app;

-- ---- Linked procedures -----------------------------------------------------------------------------------------------------------------

-- Results that components of a dossier do not have, once these have ended with a result, for who sees the dossier.
CREATE FUNCTION lt_component_waivers(dossier bigint)
RETURNS TABLE (component text, component_name text, code text, name text, reason text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.code, c.name, w.code, w.name, w.reason, w.at
      FROM dossiers p JOIN dossier_components c ON c.parent_id = p.id
      JOIN dossiers k ON k.uid = c.child_uid AND k.parent_id = p.id AND k.state IN ('resolved', 'returned')
      JOIN dossier_waived_results w ON w.dossier_id = k.id
     WHERE p.id = dossier AND lt_may_see_dossier(p.agency_id, p.decides_id, p.id, p.instance_uid)
$$;
REVOKE ALL ON FUNCTION lt_component_waivers(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_component_waivers(bigint) TO lt_app;

-- ---- Outgoing documents of a dossier -----------------------------------------------------------------------------------------------------

-- One that was thrown away and is drafted again by the same form.
GRANT UPDATE (code, name, made_by, made_at) ON dossier_documents TO lt_app;

-- Other systems and the one-stop desk: the national portal, which is told of each act, and connected systems that lodge dossiers and
-- follow them.

-- ---- The order in which things happened, for everybody who reads on from where he was ------------------------------------

-- Numbers of events in an order that a reader can trust: who has read up to a number never misses a smaller one. A transaction
-- that writes events holds the lock (shared) from before its first number until its end; a reader takes it alone for a moment, so that
-- every number given out by then is committed, or never will be.
CREATE SEQUENCE dossier_event_ids;
ALTER TABLE dossier_events ADD COLUMN id bigint;
UPDATE dossier_events e SET id = n.id
  FROM (SELECT o.dossier_id, o.no, nextval('dossier_event_ids') AS id
          FROM (SELECT dossier_id, no FROM dossier_events ORDER BY at, dossier_id, no) o) n
 WHERE e.dossier_id = n.dossier_id AND e.no = n.no;
ALTER TABLE dossier_events ALTER COLUMN id SET NOT NULL;
CREATE INDEX dossier_events_id ON dossier_events (id);

-- The last number behind which nothing earlier is still to come; NULL: some act takes long, ask again.
CREATE FUNCTION lt_dossier_events_settled() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last bigint;
BEGIN
    BEGIN
        PERFORM set_config('lock_timeout', '500ms', true);
        PERFORM pg_advisory_xact_lock(20, 1);
    EXCEPTION WHEN lock_not_available THEN
        RETURN NULL;
    END;
    SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO last FROM dossier_event_ids s;
    RETURN last;
END $$;

-- ---- The national portal (Cổng Dịch vụ công quốc gia) --------------------------------------------------------------------

-- How it is reached, as the operator wrote it down: one for an installation. Nothing is sent before it is active and `filled`.
CREATE TABLE national_portal (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    adapter     text NOT NULL CHECK (adapter ~ '^https?://'),   -- address of the adapter (Trục, NDXP)
    auth        text NOT NULL,                                  -- what follows it for the log-in
    integration text NOT NULL,                                  -- and for all services
    username    text NOT NULL,
    password    bytea NOT NULL,                                 -- sealed with the installation's key
    destination text NOT NULL,                                  -- dstcode: member code of the portal
    member      text NOT NULL,                                  -- madonvi: ours
    since       date NOT NULL,                                  -- acts of before are not told
    active      boolean NOT NULL,
    filled      boolean NOT NULL DEFAULT false,                 -- what was done from `since` on stands in dossier_syncs
    changed_at  timestamptz NOT NULL,
    quiet_until timestamptz,                                    -- nobody answered: not asked before then
    silences    int NOT NULL DEFAULT 0,                         -- how often in a row
    trouble     text NOT NULL DEFAULT '',                       -- of the last time, for the operator
    answered_at timestamptz                                     -- last good answer
);
ALTER TABLE national_portal ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON national_portal USING (current_setting('lt.reach') = 'platform');
GRANT SELECT, INSERT, UPDATE ON national_portal TO lt_app;

-- What the portal is to be told: the outbox, one row for each act and service. An earlier row of the same dossier goes first.
CREATE TABLE dossier_syncs (
    dossier_id bigint NOT NULL REFERENCES dossiers,
    event_no   int NOT NULL,                       -- the act
    place      smallint NOT NULL,                  -- order within the act
    service    text NOT NULL CONSTRAINT dossier_syncs_service_check
               CHECK (service IN ('DongBoHoSoMC', 'CapNhatTienDoHoSoMC', 'DongBoTrangThaiHoSo')),
    dossier_uid uuid NOT NULL,                     -- copies, for a session that sees no dossiers
    code       text NOT NULL,
    agency_id  bigint NOT NULL,                    -- that received it
    state      text NOT NULL DEFAULT 'waiting' CONSTRAINT dossier_syncs_state_check CHECK (state IN ('waiting', 'sent', 'failed', 'given_up')),
    tries      int NOT NULL DEFAULT 0,
    error      text NOT NULL DEFAULT '',           -- of the last try; the operator's reason where it was given up
    due_at     timestamptz NOT NULL,               -- next try
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, event_no, place)
) WITH (fillfactor = 85);
CREATE INDEX dossier_syncs_due ON dossier_syncs (due_at) WHERE state = 'waiting';
CREATE INDEX dossier_syncs_before ON dossier_syncs (dossier_id, event_no, place) WHERE state IN ('waiting', 'failed');
CREATE INDEX dossier_syncs_failed ON dossier_syncs (changed_at DESC) WHERE state = 'failed';
ALTER TABLE dossier_syncs ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON dossier_syncs USING (current_setting('lt.reach') = 'platform');
CREATE POLICY seen ON dossier_syncs FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT, UPDATE (state, tries, error, due_at, changed_at) ON dossier_syncs TO lt_app;

-- The uid of a dossier that was lodged on the portal says so (src/dossiers/portal/record.h).
CREATE FUNCTION lt_portal_uid(portal_code text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT left(encode(sha256(convert_to('dvcqg ' || portal_code, 'UTF8')), 'hex'), 32)::uuid
$$;

-- What an act has to be told by. A remark of ours is nobody's business, but fees, results and files came with it perhaps.
CREATE FUNCTION lt_queue_syncs(of_dossier bigint, of_no int, of_act text, of_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO dossier_syncs (dossier_id, event_no, place, service, dossier_uid, code, agency_id, due_at, changed_at)
    SELECT d.id, of_no, s.place, s.service, d.uid, d.code, d.agency_id, of_at, of_at
      FROM dossiers d
     CROSS JOIN (VALUES (0, 'DongBoHoSoMC'), (1, 'CapNhatTienDoHoSoMC'), (2, 'DongBoTrangThaiHoSo')) AS s (place, service)
     WHERE d.id = of_dossier
       AND CASE s.place WHEN 0 THEN true WHEN 1 THEN of_act <> 'note'
           ELSE of_act <> 'note' AND d.foreign_code <> '' AND d.uid = lt_portal_uid(d.foreign_code) END
    ON CONFLICT DO NOTHING
$$;

-- In the transaction of the act, whoever does it.
CREATE FUNCTION lt_number_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(20, 1);
    NEW.id := nextval('dossier_event_ids');
    IF EXISTS (SELECT FROM national_portal WHERE active) THEN
        PERFORM lt_queue_syncs(NEW.dossier_id, NEW.no, NEW.act, NEW.at);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_events_numbered BEFORE INSERT ON dossier_events FOR EACH ROW EXECUTE FUNCTION lt_number_event();

-- The portal is switched on or off between two acts: acts of before are committed, those behind it see how it is now.
CREATE FUNCTION lt_between_acts() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT pg_advisory_xact_lock(20, 1)
$$;

-- One piece of what was done from `since` on; gives the number of its last event, NULL at the end.
CREATE FUNCTION lt_fill_syncs(behind bigint, most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    reached bigint;
BEGIN
    IF current_setting('lt.reach') <> 'platform' THEN
        RAISE EXCEPTION 'only the platform fills the outbox' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH piece AS MATERIALIZED (
        SELECT e.id, e.dossier_id, e.no, e.act, e.at FROM dossier_events e, national_portal p
         WHERE p.active AND e.id > behind AND e.at >= (p.since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')
         ORDER BY e.id LIMIT most)
    SELECT max(piece.id) INTO reached FROM piece, LATERAL (SELECT lt_queue_syncs(piece.dossier_id, piece.no, piece.act, piece.at)) q;
    RETURN reached;
END $$;

-- ---- Connected systems ---------------------------------------------------------------------------------------------------

-- What a connected system may do with dossiers, in which agency. It sees what it lodged itself; all of the agency only with
-- 'dossiers:read'. 'portal': it speaks for the national portal (no agency).
CREATE TABLE system_rights (
    system_id bigint NOT NULL REFERENCES connected_systems,
    agency_id bigint REFERENCES agencies,
    name      text NOT NULL CONSTRAINT system_rights_name_check
              CHECK (name IN ('dossiers:lodge', 'dossiers:receive', 'dossiers:read', 'portal')),
    given_at  timestamptz NOT NULL,
    CONSTRAINT system_rights_key UNIQUE NULLS NOT DISTINCT (system_id, name, agency_id),
    CONSTRAINT system_rights_agency_check CHECK ((agency_id IS NULL) = (name = 'portal'))
);
ALTER TABLE system_rights ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON system_rights USING (current_setting('lt.reach') = 'platform');
GRANT SELECT, INSERT, DELETE ON system_rights TO lt_app;

-- Who lodged it: written with the dossier.
CREATE TABLE dossier_systems (
    dossier_id bigint PRIMARY KEY REFERENCES dossiers,
    system_id  bigint NOT NULL REFERENCES connected_systems,
    agency_id  bigint NOT NULL,
    digest     text NOT NULL                           -- SHA-256 of what it sent: the same key with other words is a mistake
);
CREATE INDEX dossier_systems_system ON dossier_systems (system_id, dossier_id);
ALTER TABLE dossier_systems ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_systems FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY own_insert ON dossier_systems FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT, INSERT ON dossier_systems TO lt_app;
CREATE INDEX dossiers_foreign ON dossiers (foreign_code) WHERE foreign_code <> '';

-- Whether a system may look at a dossier of the agency.
CREATE FUNCTION lt_system_sees(of_system bigint, of_dossier bigint, of_agency bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM system_rights r WHERE r.system_id = of_system AND r.agency_id = of_agency
                   AND (r.name = 'dossiers:read'
                        OR EXISTS (SELECT FROM dossier_systems s WHERE s.dossier_id = of_dossier AND s.system_id = of_system)))
$$;

-- Where the dossier is that a system asks for, by its code or uid; nothing for one that is not for it.
CREATE FUNCTION lt_system_dossier(of_system bigint, wanted text) RETURNS TABLE (uid uuid, agency_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.uid, d.agency_id FROM dossiers d
     WHERE current_setting('lt.reach') = 'platform'
       AND d.id = CASE WHEN wanted ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (SELECT x.id FROM dossiers x WHERE x.uid = wanted::uuid)
                       ELSE (SELECT x.id FROM dossiers x WHERE x.code = wanted) END
       AND lt_system_sees(of_system, d.id, d.agency_id)
$$;

-- What happened to the dossiers that a system may look at: no person and no content. `up_to` is what lt_dossier_events_settled()
-- gave before.
CREATE FUNCTION lt_system_events(of_system bigint, behind bigint, up_to bigint, most int)
RETURNS TABLE (id bigint, dossier_uid uuid, code text, foreign_code text, agency_id bigint, no int, act text, state text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.id, d.uid, d.code, d.foreign_code, d.agency_id, e.no, e.act, e.state, e.at
      FROM dossier_events e JOIN dossiers d ON d.id = e.dossier_id
     WHERE current_setting('lt.reach') = 'platform' AND e.id > behind AND e.id <= up_to
       AND lt_system_sees(of_system, d.id, d.agency_id)
     ORDER BY e.id LIMIT most
$$;

-- Where the dossier is that the portal asks for, by its own code or ours.
CREATE FUNCTION lt_portal_dossier(wanted text) RETURNS TABLE (uid uuid, agency_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.uid, d.agency_id FROM dossiers d
     WHERE current_setting('lt.reach') = 'platform' AND d.id IN (
           SELECT x.id FROM dossiers x WHERE x.code = wanted
           UNION ALL SELECT x.id FROM dossiers x WHERE x.uid = lt_portal_uid(wanted))
     LIMIT 1
$$;

-- Where the file is that a record told to the portal points to.
CREATE FUNCTION lt_portal_file(wanted uuid) RETURNS TABLE (dossier_uid uuid, agency_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.uid, d.agency_id FROM dossier_files f JOIN dossiers d ON d.id = f.dossier_id
     WHERE current_setting('lt.reach') = 'platform' AND f.uid = wanted AND f.kind IN ('paper', 'result')
       AND EXISTS (SELECT FROM dossier_syncs s WHERE s.dossier_id = d.id)
$$;

REVOKE ALL ON FUNCTION lt_dossier_events_settled(), lt_queue_syncs(bigint, int, text, timestamptz), lt_number_event(), lt_between_acts(),
    lt_fill_syncs(bigint, int), lt_system_sees(bigint, bigint, bigint), lt_system_dossier(bigint, text),
    lt_system_events(bigint, bigint, bigint, int), lt_portal_dossier(text), lt_portal_file(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_dossier_events_settled(), lt_between_acts(), lt_fill_syncs(bigint, int), lt_system_dossier(bigint, text),
    lt_system_events(bigint, bigint, bigint, int), lt_portal_dossier(text), lt_portal_file(uuid) TO lt_app;

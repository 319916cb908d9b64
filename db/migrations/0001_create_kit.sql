-- The tables of the kit: stored files, uploads, jobs and the journal. They belong to no agency, but for
-- audit_events. Run by lt_owner. The application connects as lt_app, which gets exactly what is granted here.

-- Stored files by the SHA-256 of their content. The file is durable before the row is written.
CREATE TABLE blobs (
    sha256     text PRIMARY KEY CONSTRAINT blobs_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size       bigint NOT NULL CHECK (size >= 0),
    media_type text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON blobs TO lt_app;

-- Files on their way in: resumable uploads that still grow, and complete ones (blob_sha256) that wait for
-- their form.
CREATE TABLE uploads (
    id          text PRIMARY KEY,
    owner       text NOT NULL,              -- who may go on with it and use it
    name        text NOT NULL,
    metadata    text NOT NULL DEFAULT '',
    length      bigint NOT NULL CHECK (length >= 0),
    received    bigint NOT NULL DEFAULT 0,
    segments    integer NOT NULL DEFAULT 0, -- pieces of the partial file that count
    stored      bigint NOT NULL DEFAULT 0,  -- bytes of the partial file that count; what lies behind them is cut off
    blob_sha256 text,
    media_type  text,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,                -- a form took it and no second one will; kept until it expires, so that
                                            -- this form sent twice still finds it
    CONSTRAINT uploads_received_check CHECK (received BETWEEN 0 AND length),
    CONSTRAINT uploads_complete_check CHECK (blob_sha256 IS NULL OR (received = length AND media_type IS NOT NULL))
);
CREATE INDEX uploads_expires_at ON uploads (expires_at);
CREATE INDEX uploads_owner ON uploads (owner) WHERE used_at IS NULL;
CREATE INDEX uploads_blob ON uploads (blob_sha256) WHERE blob_sha256 IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON uploads TO lt_app;

-- A type and no CHECK of the table, which would be read and planned anew by each statement that touches a job.
CREATE DOMAIN job_state AS text CHECK (VALUE IN ('ready', 'running'));

-- Work to do. A worker leases a job by moving run_at to the end of its lease, so a job whose worker died is
-- simply due again, and one index serves both. Done jobs are deleted: the table stays small and is vacuumed
-- often.
CREATE TABLE jobs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    payload    text NOT NULL DEFAULT '{}',  -- JSON; ids only, no content and no personal data
    state      job_state NOT NULL DEFAULT 'ready',
    run_at     timestamptz NOT NULL,
    attempt    integer NOT NULL DEFAULT 0,  -- times begun; with the id it tells one lease from the next
    schedule   text,                        -- the row of job_schedules that made it
    last_error text
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX jobs_due ON jobs (run_at, id);
-- A scheduled job is not made again while the last one waits or runs.
CREATE UNIQUE INDEX jobs_schedule ON jobs (schedule) WHERE schedule IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO lt_app;

-- Jobs that failed for good; they wait for the operator.
CREATE TABLE dead_letters (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text NOT NULL,
    payload   text NOT NULL,
    error     text NOT NULL,
    attempts  integer NOT NULL,
    failed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON dead_letters TO lt_app;

-- When each scheduled job is made next. The row lock makes it once across all processes.
CREATE TABLE job_schedules (
    kind    text PRIMARY KEY,
    next_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON job_schedules TO lt_app;

-- The journal: one row an act, written in the transaction of the act. A partition is a year in Vietnam time.
CREATE TABLE audit_events (
    id          bigint GENERATED ALWAYS AS IDENTITY,
    at          timestamptz NOT NULL,
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(), -- lets the sealer wait for transactions that are still open
    agency_id   bigint NOT NULL,                            -- whose matter; 0: the platform's own (log-in, agencies)
    official_id bigint NOT NULL,                            -- 0: nobody was logged in
    request_id  text NOT NULL,
    action      text NOT NULL,
    subject     text NOT NULL,
    detail      json NOT NULL,                              -- json keeps its text; the hash is taken over that text
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_events_xid ON audit_events (xid, id);
CREATE INDEX audit_events_agency ON audit_events (agency_id, id);
CREATE INDEX audit_events_subject ON audit_events (subject, id);

-- One link of the chain of a year. It names its events in order, so that checking does not depend on xid,
-- which starts again when the database is restored elsewhere; and it keeps the hash of each, so that the
-- first bad one has a name.
CREATE TABLE audit_seals (
    year       integer NOT NULL,
    number     bigint NOT NULL,   -- 1, 2, 3 …
    ids        bigint[] NOT NULL,
    row_hashes bytea NOT NULL,    -- 32 bytes an event, in the order of ids
    hash       bytea NOT NULL,    -- over the hash of the link before and row_hashes
    sealed_at  timestamptz NOT NULL,
    PRIMARY KEY (year, number),
    CONSTRAINT audit_seals_length_check CHECK (octet_length(row_hashes) = 32 * cardinality(ids))
);
ALTER TABLE audit_seals ALTER COLUMN row_hashes SET STORAGE EXTERNAL;

-- How far the sealer came: all events up to (upto_xid, upto_id), and all up to floor_id, are in a seal. The
-- one row is also the lock of the sealer.
CREATE TABLE audit_sealer (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    upto_xid xid8 NOT NULL,
    upto_id  bigint NOT NULL,
    floor_id bigint NOT NULL
);
INSERT INTO audit_sealer VALUES (true, '0', 0, 0);

-- Nothing in the journal is ever changed: not by lt_app, which lacks the right, and not by the owner either.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- Row triggers reach new partitions by themselves; the one against TRUNCATE does not.
DO $$
DECLARE
    part text;
BEGIN
    FOR y IN 2024..2030 LOOP
        part := 'audit_events_' || y;
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_events FOR VALUES FROM (%L) TO (%L)', part,
                       y || '-01-01 00:00:00+07', y + 1 || '-01-01 00:00:00+07');
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()',
                       part || '_no_truncate', part);
    END LOOP;
    CREATE TABLE audit_events_other PARTITION OF audit_events DEFAULT;
    CREATE TRIGGER audit_events_other_no_truncate BEFORE TRUNCATE ON audit_events_other
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
END $$;

-- An agency reads its own events and appends only in its own name.
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_events_read ON audit_events FOR SELECT
    USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY audit_events_append ON audit_events FOR INSERT
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
-- Id and xid are the database's to give: with them one could put an event where the sealer has been.
GRANT SELECT, INSERT (at, agency_id, official_id, request_id, action, subject, detail) ON audit_events TO lt_app;
GRANT SELECT ON audit_seals TO lt_app;

-- The sealer and the verifier need the events of all agencies. They get them through the functions below,
-- which run with the rights of the owner (no FORCE, so the policies do not bind it). A policy for the reach
-- 'platform' would have opened the journal to every transaction of log-in and directory; these doors are
-- three, and easy to find. lt_app may call them and no more: it writes neither audit_seals nor audit_sealer.
CREATE FUNCTION audit_check_reach() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' THEN
        RAISE EXCEPTION 'only the platform reads the whole journal' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Links the next events, at most p_limit, into the chain of their year, and says how many. All of it happens in here, the
-- choice of the events and the hashing too: whoever gets at the application's role can neither write a link of his own nor
-- make the sealer skip an event. The time is the database's for the same reason. What is hashed is a row as the wire
-- protocol sends it, texts as bytes because the client's encoding must not count; kit/audit/chain.cpp computes the same to
-- verify it. Changing one side makes every chain there is unverifiable.
--
-- An event is settled when no open transaction can still put one before it: its xid is below the oldest one running.
--
-- After a restore in another cluster xids start again below those of the old rows. Then whatever no seal names is sealed,
-- and floor_id, the highest id of that moment, keeps old rows out of the sealer's way for good. The lock of the table makes
-- sure that no transaction still holds a lower id.
CREATE FUNCTION audit_seal(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_horizon  xid8 := pg_snapshot_xmin(pg_current_snapshot());
    v_sealer   audit_sealer;
    v_restored boolean;
    v_last_xid xid8;
    v_last_id  bigint;
    v_link     record;
    v_at       timestamptz;
    v_count    integer := 0;
BEGIN
    PERFORM audit_check_reach();
    -- Mostly there is nothing new: then nothing is locked or written.
    PERFORM FROM audit_sealer l
      WHERE l.upto_xid >= pg_snapshot_xmax(pg_current_snapshot())
         OR EXISTS (SELECT FROM audit_events e
                     WHERE (e.xid, e.id) > (l.upto_xid, l.upto_id) AND e.xid < v_horizon AND e.id > l.floor_id);
    IF NOT FOUND THEN RETURN 0; END IF;
    SELECT * INTO v_sealer FROM audit_sealer FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN RETURN 0; END IF;  -- another one is at work

    v_restored := v_sealer.upto_xid >= pg_snapshot_xmax(pg_current_snapshot());
    IF v_restored THEN
        LOCK TABLE audit_events IN SHARE MODE;
    ELSE
        SELECT b.xid, b.id INTO v_last_xid, v_last_id
          FROM (SELECT e.xid, e.id FROM audit_events e
                 WHERE (e.xid, e.id) > (v_sealer.upto_xid, v_sealer.upto_id) AND e.xid < v_horizon
                   AND e.id > v_sealer.floor_id
                 ORDER BY e.xid, e.id LIMIT p_limit) b
         ORDER BY b.xid DESC, b.id DESC LIMIT 1;
        IF NOT FOUND THEN RETURN 0; END IF;
    END IF;

    v_at := clock_timestamp();
    -- New Year's night has events of both years; each goes to its own chain. The lists of a link come out of one pass, so
    -- that they agree; their order is for the reader.
    FOR v_link IN
        SELECT extract(year FROM e.at AT TIME ZONE interval '7 hours')::integer AS year, array_agg(e.id) AS ids,
               string_agg(sha256(record_send(row('lt-audit-event-1'::bytea, e.id, e.at, e.agency_id, e.official_id,
                   convert_to(e.request_id, 'UTF8'), convert_to(e.action, 'UTF8'), convert_to(e.subject, 'UTF8'),
                   convert_to(e.detail::text, 'UTF8')))), ''::bytea) AS row_hashes
          FROM ((SELECT s.* FROM audit_events s
                  WHERE NOT v_restored AND (s.xid, s.id) > (v_sealer.upto_xid, v_sealer.upto_id)
                    AND (s.xid, s.id) <= (v_last_xid, v_last_id) AND s.id > v_sealer.floor_id
                  ORDER BY s.xid, s.id)
                UNION ALL
                (SELECT s.* FROM audit_events s
                  WHERE v_restored
                    AND NOT EXISTS (SELECT FROM (SELECT unnest(k.ids) AS id FROM audit_seals k) n WHERE n.id = s.id)
                  ORDER BY s.xid, s.id LIMIT p_limit)) e
         GROUP BY 1
    LOOP
        INSERT INTO audit_seals (year, number, ids, row_hashes, hash, sealed_at)
        SELECT v_link.year, b.number, v_link.ids, v_link.row_hashes,
               sha256(record_send(row('lt-audit-seal-1'::bytea, b.previous, v_link.year, b.number, v_link.row_hashes, v_at))),
               v_at
          FROM (SELECT k.number + 1 AS number, k.hash AS previous FROM audit_seals k WHERE k.year = v_link.year
                UNION ALL
                SELECT 1, sha256(record_send(row('lt-audit-chain-1'::bytea, v_link.year)))
                ORDER BY number DESC LIMIT 1) b;
        v_count := v_count + cardinality(v_link.ids);
    END LOOP;

    IF NOT v_restored THEN
        UPDATE audit_sealer SET upto_xid = v_last_xid, upto_id = v_last_id;
    ELSIF v_count < p_limit THEN
        -- Everything that the restore brought is sealed, and the table is still locked: from here on new xids count.
        UPDATE audit_sealer
           SET upto_xid = v_horizon, upto_id = 0, floor_id = (SELECT coalesce(max(e.id), 0) FROM audit_events e);
    END IF;
    RETURN v_count;
END $$;

-- The events of one seal.
CREATE FUNCTION audit_named(p_ids bigint[], p_from timestamptz, p_to timestamptz)
RETURNS TABLE (id bigint, at timestamptz, agency_id bigint, official_id bigint, request_id text, action text,
               subject text, detail text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM audit_check_reach();
    RETURN QUERY
        SELECT e.id, e.at, e.agency_id, e.official_id, e.request_id, e.action, e.subject, e.detail::text
          FROM audit_events e
         WHERE e.id = ANY (p_ids) AND e.at >= p_from AND e.at < p_to;
END $$;

-- Events of a year that no seal names: `waiting` ones that the sealer will take, and the first `stray` that
-- it never will.
CREATE FUNCTION audit_unsealed(p_year integer, p_from timestamptz, p_to timestamptz)
RETURNS TABLE (waiting bigint, stray bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_total  bigint;
    v_sealed bigint;
BEGIN
    PERFORM audit_check_reach();
    -- One statement: one snapshot, so that a seal of this very moment is seen with all it changes or not at
    -- all.
    SELECT (SELECT count(*) FROM audit_events e WHERE e.at >= p_from AND e.at < p_to),
           (SELECT coalesce(sum(cardinality(s.ids)), 0) FROM audit_seals s WHERE s.year = p_year),
           (SELECT count(*) FROM audit_events e, audit_sealer l
             WHERE e.at >= p_from AND e.at < p_to
               AND (l.upto_xid >= pg_snapshot_xmax(pg_current_snapshot())
                    OR ((e.xid, e.id) > (l.upto_xid, l.upto_id) AND e.id > l.floor_id)))
      INTO v_total, v_sealed, waiting;
    IF EXISTS (SELECT FROM audit_sealer l WHERE l.upto_xid >= pg_snapshot_xmax(pg_current_snapshot())) THEN
        waiting := greatest(v_total - v_sealed, 0);
    ELSIF v_total <> v_sealed + waiting THEN
        SELECT min(e.id) INTO stray
          FROM audit_events e, audit_sealer l
         WHERE e.at >= p_from AND e.at < p_to
           AND NOT ((e.xid, e.id) > (l.upto_xid, l.upto_id) AND e.id > l.floor_id)
           AND NOT EXISTS (SELECT FROM (SELECT unnest(s.ids) AS id FROM audit_seals s WHERE s.year = p_year) n
                            WHERE n.id = e.id);
    END IF;
    RETURN NEXT;
END $$;

REVOKE ALL ON FUNCTION audit_check_reach(), audit_seal(integer), audit_named(bigint[], timestamptz, timestamptz),
    audit_unsealed(integer, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_seal(integer), audit_named(bigint[], timestamptz, timestamptz),
    audit_unsealed(integer, timestamptz, timestamptz) TO lt_app;

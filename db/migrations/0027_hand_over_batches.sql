-- Papers on their way: batches between desk and units, what was printed, what came from the folder of the scanners.

-- ---- Batches -------------------------------------------------------------------------------------------------------------

-- Dossiers go from the agency that received them to the one that decides (often the same one), results come back. Given with a number,
-- confirmed by who receives it, or taken back before.
CREATE TABLE hand_over_batches (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT hand_over_batches_uid_key UNIQUE,     -- key of the form: sent twice, it makes one batch
    kind        text NOT NULL CONSTRAINT hand_over_batches_kind_check CHECK (kind IN ('dossiers', 'results')),
    giver_id    bigint NOT NULL REFERENCES agencies,
    receiver_id bigint NOT NULL REFERENCES agencies,
    unit_id     bigint REFERENCES units,               -- of the receiver; NULL: the agency as a whole
    year        int NOT NULL,
    number      bigint NOT NULL,
    state       text NOT NULL DEFAULT 'given' CONSTRAINT hand_over_batches_state_check CHECK (state IN ('given', 'received', 'withdrawn')),
    given_at    timestamptz NOT NULL,
    given_by    bigint NOT NULL,                       -- official, as he was called then
    giver_name  text NOT NULL,
    giver_title text NOT NULL,
    closed_at   timestamptz,                           -- received, or withdrawn
    closed_by   bigint,
    closer_name text NOT NULL DEFAULT '',
    closer_title text NOT NULL DEFAULT '',
    lines       int NOT NULL CHECK (lines > 0),
    refused     int NOT NULL DEFAULT 0,                -- of these, by the receiver
    sha256      text REFERENCES blobs,                 -- the slip, once it was printed as received
    CONSTRAINT hand_over_batches_number_key UNIQUE (giver_id, kind, year, number),
    CONSTRAINT hand_over_batches_unit_fkey FOREIGN KEY (receiver_id, unit_id) REFERENCES units (agency_id, id)
);
CREATE INDEX hand_over_batches_giver ON hand_over_batches (giver_id, id DESC);
CREATE INDEX hand_over_batches_receiver ON hand_over_batches (receiver_id, id DESC);
CREATE INDEX hand_over_batches_under_way ON hand_over_batches (giver_id, receiver_id) WHERE state = 'given';
CREATE INDEX hand_over_batches_blob ON hand_over_batches (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE hand_over_lines (
    batch_id     bigint NOT NULL REFERENCES hand_over_batches,
    no           int NOT NULL,
    dossier_id   bigint NOT NULL REFERENCES dossiers,
    kind         text NOT NULL,                        -- of the batch
    procedure_id bigint NOT NULL,
    code         text NOT NULL,                        -- what stands on the slip
    procedure    text NOT NULL,
    owner_name   text NOT NULL,
    contents     text NOT NULL,                        -- papers, or numbers of the results
    state        text NOT NULL DEFAULT 'open' CONSTRAINT hand_over_lines_state_check
                 CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
    remark       text NOT NULL DEFAULT '',             -- of who received it
    PRIMARY KEY (batch_id, no)
);
-- Papers lie in one pile at a time.
CREATE UNIQUE INDEX hand_over_lines_open_key ON hand_over_lines (dossier_id) WHERE state = 'open';
CREATE INDEX hand_over_lines_dossier ON hand_over_lines (dossier_id, batch_id);
CREATE INDEX hand_over_lines_procedure ON hand_over_lines (procedure_id, batch_id DESC) WHERE state = 'accepted';

-- Only the receiver receives, only the giver takes back, and only what is under way; a printed slip stays.
CREATE FUNCTION keep_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'given' AND (NEW.state, NEW.closed_at, NEW.closed_by, NEW.closer_name, NEW.closer_title) IS DISTINCT FROM
                                (OLD.state, OLD.closed_at, OLD.closed_by, OLD.closer_name, OLD.closer_title)
       OR OLD.state = 'given' AND NEW.state = 'received' AND NEW.receiver_id <> current_setting('lt.agency')::bigint
       OR OLD.state = 'given' AND NEW.state = 'withdrawn' AND NEW.giver_id <> current_setting('lt.agency')::bigint
       OR NEW.sha256 IS DISTINCT FROM OLD.sha256 AND (OLD.sha256 IS NOT NULL OR NEW.state <> 'received') THEN
        RAISE EXCEPTION 'a batch is closed once, by its side' USING ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_batches_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hand_over_batches_kept BEFORE UPDATE ON hand_over_batches FOR EACH ROW EXECUTE FUNCTION keep_batch();

ALTER TABLE hand_over_batches ENABLE ROW LEVEL SECURITY;
CREATE POLICY sides ON hand_over_batches FOR SELECT USING (
    giver_id = current_setting('lt.agency')::bigint OR receiver_id = current_setting('lt.agency')::bigint);
CREATE POLICY give ON hand_over_batches FOR INSERT WITH CHECK (
    giver_id = current_setting('lt.agency')::bigint AND given_by = current_setting('lt.official')::bigint AND state = 'given');
CREATE POLICY close ON hand_over_batches FOR UPDATE USING (
    giver_id = current_setting('lt.agency')::bigint OR receiver_id = current_setting('lt.agency')::bigint) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (state, closed_at, closed_by, closer_name, closer_title, refused, sha256) ON hand_over_batches TO lt_app;

-- Whether an official takes what is given to this unit: its people, and those of the agency as a whole.
CREATE FUNCTION lt_takes_for(agency bigint, unit bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM posts p WHERE p.official_id = current_setting('lt.official')::bigint AND p.agency_id = agency
                   AND (unit IS NULL OR p.unit_id IS NULL OR p.unit_id = unit)
                   AND (p.valid_to IS NULL OR p.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))
$$;

-- Lines name people: seen by those who see all of their agency, who gave or closed the batch, whom it waits for, and who sees the dossier.
ALTER TABLE hand_over_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY sides ON hand_over_lines FOR SELECT USING (
    EXISTS (SELECT FROM hand_over_batches b WHERE b.id = batch_id AND (
        current_setting('lt.reach') = 'agency' OR b.given_by = current_setting('lt.official')::bigint
        OR b.closed_by = current_setting('lt.official')::bigint
        OR b.state = 'given' AND b.receiver_id = current_setting('lt.agency')::bigint AND lt_takes_for(b.receiver_id, b.unit_id)))
    OR EXISTS (SELECT FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY give ON hand_over_lines FOR INSERT WITH CHECK (
    state = 'open'
    AND EXISTS (SELECT FROM hand_over_batches b WHERE b.id = batch_id AND b.kind = hand_over_lines.kind AND b.state = 'given'
                   AND b.giver_id = current_setting('lt.agency')::bigint)
    AND EXISTS (SELECT FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY close ON hand_over_lines FOR UPDATE USING (
    state = 'open' AND EXISTS (SELECT FROM hand_over_batches b WHERE b.id = batch_id AND b.state = 'given')) WITH CHECK (
    EXISTS (SELECT FROM hand_over_batches b WHERE b.id = batch_id AND current_setting('lt.agency')::bigint =
                   CASE hand_over_lines.state WHEN 'withdrawn' THEN b.giver_id ELSE b.receiver_id END));
GRANT SELECT, INSERT, UPDATE (state, remark) ON hand_over_lines TO lt_app;

-- What waits to be handed over: received dossiers that came with papers, results that are not only electronic. With the rights of who asks.
CREATE VIEW hand_over_waiting WITH (security_invoker = true) AS
SELECT 'dossiers' AS kind, d.agency_id AS giver_id, d.decides_id AS receiver_id, d.id, d.uid, d.procedure_id, d.received_at AS ready_at
  FROM dossiers d
 WHERE d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') AND d.state IN ('received', 'processing', 'supplement', 'payment')
   AND (d.way <> 'online' OR EXISTS (SELECT FROM dossier_papers p WHERE p.dossier_id = d.id AND p.originals + p.certified + p.copies > 0))
   AND NOT EXISTS (SELECT FROM hand_over_lines l WHERE l.dossier_id = d.id AND l.kind = 'dossiers' AND l.state IN ('open', 'accepted'))
UNION ALL
SELECT 'results', d.decides_id, d.agency_id, d.id, d.uid, d.procedure_id, d.resolved_at
  FROM dossiers d
 WHERE d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') AND d.state = 'resolved' AND d.delivery <> 'electronic'
   AND NOT EXISTS (SELECT FROM hand_over_lines l WHERE l.dossier_id = d.id AND l.kind = 'results' AND l.state IN ('open', 'accepted'));
GRANT SELECT ON hand_over_waiting TO lt_app;

-- ---- Printing ------------------------------------------------------------------------------------------------------------

-- Each time a legal form was asked for to be printed: which bytes went out, to whom.
CREATE TABLE dossier_prints (
    slip_uid    uuid NOT NULL REFERENCES dossier_slips,
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    sha256      text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX dossier_prints_dossier ON dossier_prints (dossier_id, at);
ALTER TABLE dossier_prints ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_prints FOR SELECT USING (EXISTS (SELECT FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY own_insert ON dossier_prints FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND EXISTS (SELECT FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT, INSERT ON dossier_prints TO lt_app;

-- ---- The folder of the scanners --------------------------------------------------------------------------------------------

-- A file of the agency's folder that a dossier took: once, whoever chooses it at the same moment.
CREATE TABLE scans_taken (
    agency_id   bigint NOT NULL,
    name        text NOT NULL,
    size        bigint NOT NULL,
    written_at  bigint NOT NULL,                       -- last change of the file, in nanoseconds since 1970
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    official_id bigint NOT NULL,
    at          timestamptz NOT NULL,
    CONSTRAINT scans_taken_key PRIMARY KEY (agency_id, name, size, written_at)
);
ALTER TABLE scans_taken ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON scans_taken FOR SELECT USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own_insert ON scans_taken FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND EXISTS (SELECT FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT, INSERT ON scans_taken TO lt_app;

-- Batches hold contents, too.
CREATE OR REPLACE FUNCTION lt_forget_blobs(addresses text[], before timestamptz) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM blobs b WHERE b.sha256 = ANY (addresses) AND b.created_at < before
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.drafted_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM uploads u WHERE u.blob_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_keys k WHERE k.file_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_keys k WHERE k.picture_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_act_files a WHERE a.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_act_files a WHERE a.delivered_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM preserved_files p WHERE p.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM axis_messages m WHERE m.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM dossier_files f WHERE f.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM dossier_slips s WHERE s.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM hand_over_batches h WHERE h.sha256 = b.sha256)
    RETURNING b.sha256
$$;

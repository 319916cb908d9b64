-- The one-stop desk: citizens, dossiers with their papers, fees, results and history.
--
-- A dossier belongs to the agency that received it and to the one that decides it; others see it while they have a task in its process, or
-- because they took part. Citizens are known to the whole province, but no session reads their table: one is found by the whole number only,
-- through a function that writes down who asked and why.

CREATE TABLE citizens (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT citizens_uid_key UNIQUE,
    kind       text NOT NULL CONSTRAINT citizens_kind_check CHECK (kind IN ('person', 'enterprise', 'organisation')),
    number     text NOT NULL CHECK (number <> ''),    -- identity number, enterprise or tax code
    name       text NOT NULL CHECK (name <> ''),
    born_on    date,
    sex        text NOT NULL DEFAULT '' CHECK (sex IN ('', 'male', 'female')),
    phone      text NOT NULL DEFAULT '',
    email      text NOT NULL DEFAULT '',
    commune    text NOT NULL DEFAULT '',               -- code of the unit
    address    text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT citizens_number_key UNIQUE (kind, number)
);
CREATE TABLE citizen_looks (
    citizen_id  bigint NOT NULL REFERENCES citizens,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    reason      text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX citizen_looks_citizen ON citizen_looks (citizen_id, at DESC);

-- How codes of dossiers look; an agency's own template counts before the province's.
CREATE TABLE dossier_code_templates (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id  bigint REFERENCES agencies,             -- NULL: the province's
    template   text NOT NULL,                          -- as src/dossiers/life/code.h reads it
    valid_from date NOT NULL,
    basis      text NOT NULL DEFAULT '',
    CONSTRAINT dossier_code_templates_key UNIQUE NULLS NOT DISTINCT (agency_id, valid_from)
);
INSERT INTO dossier_code_templates (agency_id, template, valid_from, basis)
VALUES (NULL, '{agency}-{yymmdd}-{seq:4}', '2018-01-01', 'Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP');

-- Numbers without gaps: of codes by day, of the legal forms by year. The row stays locked until commit.
CREATE TABLE dossier_series (
    agency_id bigint NOT NULL REFERENCES agencies,
    book      text NOT NULL,                           -- 'code', or the kind of the form
    period    text NOT NULL,
    last      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (agency_id, book, period)
) WITH (fillfactor = 50);

CREATE TABLE dossiers (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid            uuid NOT NULL CONSTRAINT dossiers_uid_key UNIQUE,     -- key of the form: sent twice, it makes one dossier
    agency_id      bigint NOT NULL REFERENCES agencies,                  -- that received it
    decides_id     bigint NOT NULL REFERENCES agencies,
    code           text NOT NULL CONSTRAINT dossiers_code_key UNIQUE,
    foreign_code   text NOT NULL DEFAULT '',                             -- of the system where it began
    version_id     bigint NOT NULL REFERENCES procedure_versions,        -- in force when it was received; it stays
    procedure_id   bigint NOT NULL REFERENCES procedures,
    field_id       bigint REFERENCES procedure_fields,
    case_no        int NOT NULL,
    way            text NOT NULL CONSTRAINT dossiers_way_check CHECK (way IN ('counter', 'online', 'post')),
    state          text NOT NULL CONSTRAINT dossiers_state_check CHECK (state IN ('registered', 'received', 'rejected', 'processing',
                       'supplement', 'payment', 'withdrawn', 'stopped', 'resolved', 'returned')),
    state_at       timestamptz NOT NULL,
    life           json NOT NULL,                                        -- as src/dossiers/life writes it: clock and counts
    version        int NOT NULL DEFAULT 1,                               -- acts so far
    parent_id      bigint REFERENCES dossiers,                           -- of a linked procedure
    citizen_id     bigint REFERENCES citizens,
    owner          json NOT NULL,                                        -- as they stood in this dossier
    owner_kind     text NOT NULL,
    owner_name     text NOT NULL CHECK (owner_name <> ''),
    owner_number   text NOT NULL DEFAULT '',
    owner_phone    text NOT NULL DEFAULT '',
    agent          json,                                                 -- who hands it in for the owner, and by what right
    subject        text NOT NULL CHECK (subject <> ''),
    answers        json NOT NULL DEFAULT '{}',                           -- of the form
    sets           int NOT NULL DEFAULT 1 CHECK (sets BETWEEN 1 AND 20),
    note           text NOT NULL DEFAULT '',
    lodged_at      timestamptz NOT NULL,
    received_at    timestamptz,
    received_by    bigint,                                               -- official
    accept_by      timestamptz,                                          -- of an online one
    first_due_at   timestamptz,                                          -- as promised on the receipt
    due_at         timestamptz,                                          -- NULL: none, or its clock stands still
    supplement_by  timestamptz,                                          -- the citizen's time
    resolved_at    timestamptz,
    ended_at       timestamptz,
    money          text NOT NULL CONSTRAINT dossiers_money_check CHECK (money IN ('none', 'due', 'paid', 'waived', 'refunded')),
    delivery       text NOT NULL CONSTRAINT dossiers_delivery_check CHECK (delivery IN ('desk', 'post', 'electronic')),
    delivery_to    text NOT NULL DEFAULT '',                             -- address, of the public post
    delivery_state text NOT NULL DEFAULT 'none' CONSTRAINT dossiers_delivery_state_check
                   CHECK (delivery_state IN ('none', 'waiting', 'sent', 'delivered', 'failed')),
    instance_uid   uuid,                                                 -- of the process that handles it
    lex            tsvector NOT NULL                                     -- of code, names, number, telephone, subject
) WITH (fillfactor = 75);
-- Work lists, those due first on top, and what a menu counts.
CREATE INDEX dossiers_open ON dossiers (agency_id, coalesce(due_at, 'infinity'), id) INCLUDE (state, due_at)
    WHERE state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');
CREATE INDEX dossiers_deciding ON dossiers (decides_id, coalesce(due_at, 'infinity'), id) INCLUDE (state, due_at)
    WHERE state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');
CREATE INDEX dossiers_list ON dossiers (agency_id, id DESC);
CREATE INDEX dossiers_decided ON dossiers (decides_id, id DESC);
CREATE INDEX dossiers_received ON dossiers (agency_id, received_at) WHERE received_at IS NOT NULL;
CREATE INDEX dossiers_resolved ON dossiers (agency_id, resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX dossiers_owner ON dossiers (owner_number, id DESC) WHERE owner_number <> '';
CREATE INDEX dossiers_parent ON dossiers (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX dossiers_instance ON dossiers (instance_uid) WHERE instance_uid IS NOT NULL;
CREATE INDEX dossiers_lex ON dossiers USING gin (lex lt_tsvector_ops);

-- What was written down at the reception stays; acts change the life and what follows from it.
CREATE FUNCTION keep_dossier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.agency_id, NEW.code, NEW.version_id, NEW.procedure_id, NEW.way, NEW.lodged_at) IS DISTINCT FROM
       (OLD.uid, OLD.agency_id, OLD.code, OLD.version_id, OLD.procedure_id, OLD.way, OLD.lodged_at)
       OR (OLD.first_due_at IS NOT NULL AND NEW.first_due_at IS DISTINCT FROM OLD.first_due_at) THEN
        RAISE EXCEPTION 'what was received does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_kept BEFORE UPDATE ON dossiers FOR EACH ROW EXECUTE FUNCTION keep_dossier();

-- Who took part, and may look at it again.
CREATE TABLE dossier_people (
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    PRIMARY KEY (dossier_id, agency_id, official_id)
);
CREATE INDEX dossier_people_official ON dossier_people (agency_id, official_id, dossier_id DESC);

CREATE TABLE dossier_papers (
    dossier_id bigint NOT NULL REFERENCES dossiers,
    no         int NOT NULL,
    code       text NOT NULL DEFAULT '',               -- of the national record
    name       text NOT NULL CHECK (name <> ''),
    required   boolean NOT NULL,
    originals  int NOT NULL DEFAULT 0,                 -- handed in
    certified  int NOT NULL DEFAULT 0,
    copies     int NOT NULL DEFAULT 0,
    source     text NOT NULL DEFAULT 'brought' CONSTRAINT dossier_papers_source_check CHECK (source IN ('brought', 'vault', 'database')),
    missing    text NOT NULL DEFAULT '',               -- what a supplement asks for
    PRIMARY KEY (dossier_id, no)
);

CREATE TABLE dossier_files (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT dossier_files_uid_key UNIQUE,
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    paper_no    int,                                   -- NULL: of no paper
    kind        text NOT NULL CONSTRAINT dossier_files_kind_check CHECK (kind IN ('paper', 'draft', 'result', 'other')),
    name        text NOT NULL,
    media_type  text NOT NULL,
    size        bigint NOT NULL,
    sha256      text NOT NULL REFERENCES blobs,
    verdict     text NOT NULL DEFAULT '',              -- indication of the signatures in it
    replaced_at timestamptz,                           -- by a later one
    added_at    timestamptz NOT NULL,
    added_by    bigint NOT NULL
);
CREATE INDEX dossier_files_dossier ON dossier_files (dossier_id, id);
CREATE INDEX dossier_files_blob ON dossier_files (sha256);

CREATE TABLE dossier_fees (
    dossier_id bigint NOT NULL REFERENCES dossiers,
    no         int NOT NULL,
    code       text NOT NULL DEFAULT '',
    name       text NOT NULL,
    amount     bigint NOT NULL CHECK (amount >= 0),    -- đồng; 0: exempt
    paid_when  text NOT NULL CHECK (paid_when IN ('reception', 'result')),
    basis      text NOT NULL DEFAULT '',
    state      text NOT NULL CONSTRAINT dossier_fees_state_check CHECK (state IN ('due', 'paid', 'waived', 'refunded')),
    means      text NOT NULL DEFAULT '' CHECK (means IN ('', 'cash', 'transfer', 'online')),
    receipt    text NOT NULL DEFAULT '',               -- number of the receipt (biên lai)
    paid_at    timestamptz,
    paid_by    bigint,                                 -- official who took it
    PRIMARY KEY (dossier_id, no)
);

-- Results: what is handed back.
CREATE TABLE dossier_results (
    dossier_id bigint NOT NULL REFERENCES dossiers,
    no         int NOT NULL,
    code       text NOT NULL DEFAULT '',
    name       text NOT NULL CHECK (name <> ''),
    number     text NOT NULL DEFAULT '',
    issued_on  date,
    signer     text NOT NULL DEFAULT '',
    file_uid   uuid,                                   -- of dossier_files; NULL: on paper only
    document_uid uuid,                                 -- the outgoing document that it is
    PRIMARY KEY (dossier_id, no)
);

-- The hand-over of the result: who took it, by what right, proof.
CREATE TABLE dossier_returns (
    dossier_id  bigint PRIMARY KEY REFERENCES dossiers,
    taken_by    text NOT NULL,
    taken_number text NOT NULL DEFAULT '',
    by_right    text NOT NULL DEFAULT '',              -- authorisation, where it is somebody else
    means       text NOT NULL CHECK (means IN ('desk', 'post', 'electronic')),
    proof       text NOT NULL DEFAULT '',              -- number of the postal item
    at          timestamptz NOT NULL,
    official_id bigint NOT NULL
);

-- The legal forms that were given out, numbered by year and agency, as they were printed.
CREATE TABLE dossier_slips (
    uid        uuid PRIMARY KEY,
    dossier_id bigint NOT NULL REFERENCES dossiers,
    agency_id  bigint NOT NULL,
    kind       text NOT NULL CONSTRAINT dossier_slips_kind_check
               CHECK (kind IN ('receipt', 'supplement', 'refusal', 'apology', 'stop', 'control', 'return', 'fees')),
    event_no   int NOT NULL,                           -- the act that it says
    year       int NOT NULL,
    number     bigint,                                 -- NULL: of a kind without a number of its own
    content    json NOT NULL,                          -- all that stands in it
    sha256     text REFERENCES blobs,                  -- the file, once it was printed
    at         timestamptz NOT NULL,
    CONSTRAINT dossier_slips_number_key UNIQUE (agency_id, kind, year, number),
    CONSTRAINT dossier_slips_act_key UNIQUE (dossier_id, kind, event_no)
);
CREATE INDEX dossier_slips_blob ON dossier_slips (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE dossier_events (
    dossier_id  bigint NOT NULL,
    no          int NOT NULL,                          -- dossiers.version after the act
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,                       -- 0: the platform
    act         text NOT NULL,
    state       text NOT NULL,                         -- after it
    reason      text NOT NULL DEFAULT '',
    detail      json NOT NULL DEFAULT '{}',
    before      json,                                  -- the life before, so that it can be taken back
    at          timestamptz NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX dossier_events_dossier ON dossier_events (dossier_id, no);
CREATE INDEX dossier_events_agency ON dossier_events (agency_id, at);

-- Each look at personal data: who, and by what right.
CREATE TABLE dossier_looks (
    dossier_id  bigint NOT NULL,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    reason      text NOT NULL,
    at          timestamptz NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX dossier_looks_dossier ON dossier_looks (dossier_id, at DESC);

DO $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['dossier_events', 'dossier_looks'] LOOP
        FOR y IN 2025..2033 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', parent || '_' || y, parent,
                           format('%s-01-01 00:00+07', y), format('%s-01-01 00:00+07', y + 1));
        END LOOP;
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_other', parent);
    END LOOP;
END $$;

-- ---- Who sees what --------------------------------------------------------------------------------------------------

CREATE INDEX process_waits_seen ON process_waits (instance_uid, performer_id) WHERE kind = 'task';

-- Desk and leaders see what their agency received or decides; others of it, what they took part in or have a task of. Another agency sees
-- it while its opinion is asked for, and what it took part in.
-- With the owner's rights, because what the own agency does in another one's process is no row of its own; it tells yes or no.
CREATE FUNCTION lt_sees_dossier(dossier bigint, instance uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM dossier_people p WHERE p.dossier_id = dossier AND p.agency_id = current_setting('lt.agency')::bigint
                   AND (current_setting('lt.reach') = 'agency' OR p.official_id = current_setting('lt.official')::bigint))
        OR EXISTS (SELECT 1 FROM process_waits w WHERE w.instance_uid = instance AND w.kind = 'task'
                   AND w.performer_id = current_setting('lt.agency')::bigint
                   AND (current_setting('lt.reach') = 'agency' OR w.assignee_id = current_setting('lt.official')::bigint
                        OR w.assignee_id IS NULL AND (w.role = '' OR EXISTS (
                            SELECT 1 FROM posts p WHERE p.official_id = current_setting('lt.official')::bigint
                                                    AND p.agency_id = w.performer_id AND p.role = w.role
                                                    AND (p.valid_to IS NULL OR p.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)))))
        OR EXISTS (SELECT 1 FROM process_instances i JOIN process_steps s ON s.instance_id = i.id
                    WHERE i.uid = instance AND s.kind = 'task' AND s.performer_id = current_setting('lt.agency')::bigint
                      AND (current_setting('lt.reach') = 'agency' OR s.official_id = current_setting('lt.official')::bigint))
$$;
REVOKE ALL ON FUNCTION lt_sees_dossier(bigint, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_sees_dossier(bigint, uuid) TO lt_app;

ALTER TABLE dossiers ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON dossiers FOR SELECT USING (
    (current_setting('lt.reach') = 'agency'
     AND (agency_id = current_setting('lt.agency')::bigint OR decides_id = current_setting('lt.agency')::bigint))
    OR lt_sees_dossier(id, instance_uid));
CREATE POLICY make ON dossiers FOR INSERT WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY act ON dossiers FOR UPDATE USING (
    agency_id = current_setting('lt.agency')::bigint OR decides_id = current_setting('lt.agency')::bigint)
    WITH CHECK (true);

ALTER TABLE dossier_people ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON dossier_people FOR SELECT USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own_insert ON dossier_people FOR INSERT WITH CHECK (agency_id = current_setting('lt.agency')::bigint);

ALTER TABLE dossier_series ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON dossier_series USING (agency_id = current_setting('lt.agency')::bigint);
ALTER TABLE dossier_code_templates ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON dossier_code_templates FOR SELECT USING (true);
CREATE POLICY platform_insert ON dossier_code_templates FOR INSERT WITH CHECK (administers_all());

-- What belongs to a dossier is seen, and written, by whoever sees it.
DO $$
DECLARE
    child text;
    sees CONSTANT text := '(EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0))';
BEGIN
    FOREACH child IN ARRAY ARRAY['dossier_papers', 'dossier_files', 'dossier_fees', 'dossier_results', 'dossier_returns'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
        EXECUTE format('CREATE POLICY seen ON %I USING %s WITH CHECK %s', child, sees, sees);
    END LOOP;
    FOREACH child IN ARRAY ARRAY['dossier_slips', 'dossier_events', 'dossier_looks'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING %s', child, sees);
        EXECUTE format('CREATE POLICY own_insert ON %I FOR INSERT WITH CHECK (agency_id = current_setting(''lt.agency'')::bigint AND %s)',
                       child, sees);
    END LOOP;
END $$;
-- Printed once: what was given out stays.
CREATE POLICY printed ON dossier_slips FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint AND sha256 IS NULL)
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint);

GRANT SELECT, INSERT ON dossier_people, dossier_events, dossier_looks, dossier_code_templates TO lt_app;
GRANT SELECT, INSERT, UPDATE ON dossier_series, dossiers, dossier_papers, dossier_fees, dossier_results, dossier_returns TO lt_app;
GRANT SELECT, INSERT, UPDATE (replaced_at, verdict) ON dossier_files TO lt_app;
GRANT SELECT, INSERT, UPDATE (sha256) ON dossier_slips TO lt_app;
GRANT DELETE ON dossier_returns, dossier_results TO lt_app;

-- ---- Citizens: two doors ----------------------------------------------------------------------------------------------

-- By the whole number, and never without a trace.
CREATE FUNCTION lt_find_citizen(wanted_kind text, wanted text, why text, asked_at timestamptz)
RETURNS TABLE (uid uuid, kind text, number text, name text, born_on date, sex text, phone text, email text, commune text, address text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_id bigint;
BEGIN
    IF current_setting('lt.agency')::bigint = 0 OR why = '' THEN
        RAISE EXCEPTION 'a citizen is looked up by an agency, with a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT c.id INTO found_id FROM citizens c WHERE c.kind = wanted_kind AND c.number = wanted;
    IF found_id IS NULL THEN RETURN; END IF;
    INSERT INTO citizen_looks VALUES (found_id, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, why, asked_at);
    RETURN QUERY SELECT c.uid, c.kind, c.number, c.name, c.born_on, c.sex, c.phone, c.email, c.commune, c.address
                   FROM citizens c WHERE c.id = found_id;
END $$;

-- What a dossier says of its owner is remembered for the next one. Gives the citizen's id.
CREATE FUNCTION lt_keep_citizen(new_uid uuid, new_kind text, new_number text, new_name text, new_born_on date, new_sex text,
                                new_phone text, new_email text, new_commune text, new_address text, kept_at timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept_id bigint;
BEGIN
    IF current_setting('lt.agency')::bigint = 0 THEN
        RAISE EXCEPTION 'only an agency keeps citizens' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO citizens AS c (uid, kind, number, name, born_on, sex, phone, email, commune, address, created_at, changed_at)
    VALUES (new_uid, new_kind, new_number, new_name, new_born_on, new_sex, new_phone, new_email, new_commune, new_address, kept_at,
            kept_at)
    ON CONFLICT ON CONSTRAINT citizens_number_key DO UPDATE SET
        name = EXCLUDED.name, born_on = coalesce(EXCLUDED.born_on, c.born_on), sex = coalesce(nullif(EXCLUDED.sex, ''), c.sex),
        phone = coalesce(nullif(EXCLUDED.phone, ''), c.phone), email = coalesce(nullif(EXCLUDED.email, ''), c.email),
        commune = coalesce(nullif(EXCLUDED.commune, ''), c.commune), address = coalesce(nullif(EXCLUDED.address, ''), c.address),
        changed_at = EXCLUDED.changed_at
    RETURNING c.id INTO kept_id;
    RETURN kept_id;
END $$;

-- What somebody who has the code may know of a dossier: where it stands and what to do, no name and no content.
CREATE FUNCTION lt_follow_dossier(wanted text)
RETURNS TABLE (code text, procedure text, agency_id bigint, decides_id bigint, state text, state_at timestamptz, received_at timestamptz,
               due_at timestamptz, first_due_at timestamptz, supplement_by timestamptz, resolved_at timestamptz, delivery text,
               delivery_state text, money text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.code, v.name, d.agency_id, d.decides_id, d.state, d.state_at, d.received_at, d.due_at, d.first_due_at, d.supplement_by,
           d.resolved_at, d.delivery, d.delivery_state, d.money
      FROM dossiers d JOIN procedure_versions v ON v.id = d.version_id WHERE d.code = wanted
$$;
REVOKE ALL ON FUNCTION lt_find_citizen(text, text, text, timestamptz),
    lt_keep_citizen(uuid, text, text, text, date, text, text, text, text, text, timestamptz), lt_follow_dossier(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_find_citizen(text, text, text, timestamptz),
    lt_keep_citizen(uuid, text, text, text, date, text, text, text, text, text, timestamptz), lt_follow_dossier(text) TO lt_app;

-- Dossiers hold contents, too.
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
    RETURNING b.sha256
$$;

-- Documents, their deliveries to agencies, register entries and assignments.
--
-- One document is one row, whoever reads it; each recipient has one delivery, whose state the sender may see. What is
-- the recipient's own business (arrival number, due time, who holds it) stands in incoming_entries and assignments,
-- which the sender can't read.

CREATE TABLE document_kinds (
    code         text PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    abbreviation text NOT NULL,       -- '' for công văn, which carries the unit instead
    own_series   boolean NOT NULL DEFAULT false,
    position     int NOT NULL
);

-- The agency's head decides how documents are numbered (ND 30/2020, art. 15): kinds named here have a series of their
-- own, all others share the common one.
CREATE TABLE number_schemes (
    agency_id bigint NOT NULL REFERENCES agencies,
    kind_code text NOT NULL REFERENCES document_kinds,
    book      text NOT NULL,
    PRIMARY KEY (agency_id, kind_code)
);

-- The last number given in each book and year. The row stays locked until commit, so no number is lost or doubled;
-- therefore it is touched by the last statement of a transaction.
CREATE TABLE number_series (
    agency_id bigint NOT NULL REFERENCES agencies,
    book      text NOT NULL,          -- 'outgoing', 'incoming', or as in number_schemes
    year      int NOT NULL,
    last      int NOT NULL DEFAULT 0,
    PRIMARY KEY (agency_id, book, year)
) WITH (fillfactor = 50);

CREATE SEQUENCE document_ids AS bigint CACHE 50;
CREATE SEQUENCE delivery_ids AS bigint CACHE 200;

CREATE TABLE documents (
    id              bigint PRIMARY KEY,
    uid             uuid NOT NULL CONSTRAINT document_uid_key UNIQUE,  -- key of the form: sent twice, it makes one document
    agency_id       bigint,           -- issuer, or who registered it on paper; NULL when it came over the axis
    origin          text NOT NULL CHECK (origin IN ('own', 'paper', 'axis')),
    state           text NOT NULL CHECK (state IN ('draft', 'review', 'approved', 'issued')),
    kind_code       text NOT NULL REFERENCES document_kinds,
    kind_name       text,             -- as an outside agency wrote it, where it is no kind of ours
    subject         text NOT NULL CHECK (length(subject) BETWEEN 1 AND 500),
    urgency         text NOT NULL CHECK (urgency IN ('normal', 'urgent', 'very_urgent', 'immediate')),
    number          int,              -- of the own series
    number_text     text,             -- as printed: "05", or what an outside agency wrote
    notation        text,             -- "UBND-VX"
    number_year     int,
    issued_on       date,
    issued_at       timestamptz,
    issuer_code     text,             -- identity code, where known
    issuer_name     text NOT NULL,
    drafter_id      bigint,
    unit_id         bigint,
    signer_id       bigint,
    signer_name     text CHECK (length(signer_name) <= 200),
    signer_title    text CHECK (length(signer_title) <= 200),
    reply_due_at    timestamptz,
    in_reply_to     bigint,           -- document that this one answers
    exchange_id     text,             -- DocumentId of edXML
    page_count      int,
    note            text,             -- reason of the last return
    recalled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT document_issued_check CHECK (state <> 'issued' OR issued_at IS NOT NULL)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX document_number_key ON documents (agency_id, number_year, number, notation) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX document_exchange_key ON documents (issuer_code, exchange_id) WHERE exchange_id IS NOT NULL;
CREATE INDEX document_list ON documents (agency_id, state, changed_at DESC, id DESC) WHERE origin = 'own';
CREATE INDEX document_drafter ON documents (drafter_id, state, changed_at DESC, id DESC) WHERE origin = 'own';
CREATE INDEX document_recalled ON documents (agency_id, recalled_at DESC, id DESC) WHERE recalled_at IS NOT NULL;
CREATE INDEX document_reply ON documents (in_reply_to) WHERE in_reply_to IS NOT NULL;

-- What was issued stays as it was; afterwards only the recall is written.
CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.signer_name, NEW.signer_title, NEW.issuer_code, NEW.reply_due_at, NEW.drafter_id, NEW.exchange_id,
        NEW.kind_code, NEW.subject, NEW.urgency, NEW.number, NEW.number_text, NEW.notation, NEW.number_year, NEW.issued_on,
        NEW.issued_at, NEW.issuer_name, NEW.agency_id, NEW.origin, NEW.state, NEW.signer_id, NEW.in_reply_to)
       IS DISTINCT FROM
       (OLD.uid, OLD.signer_name, OLD.signer_title, OLD.issuer_code, OLD.reply_due_at, OLD.drafter_id, OLD.exchange_id,
        OLD.kind_code, OLD.subject, OLD.urgency, OLD.number, OLD.number_text, OLD.notation, OLD.number_year, OLD.issued_on,
        OLD.issued_at, OLD.issuer_name, OLD.agency_id, OLD.origin, OLD.state, OLD.signer_id, OLD.in_reply_to) THEN
        RAISE EXCEPTION 'an issued document does not change' USING ERRCODE = 'check_violation',
              CONSTRAINT = 'document_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_frozen BEFORE UPDATE ON documents FOR EACH ROW WHEN (OLD.state = 'issued')
    EXECUTE FUNCTION refuse_change_of_issued();

CREATE TABLE document_files (
    document_id bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    position    int NOT NULL,
    uid         uuid NOT NULL UNIQUE,
    name        text NOT NULL,
    media_type  text NOT NULL,
    size        bigint NOT NULL,
    sha256      text NOT NULL REFERENCES blobs,
    PRIMARY KEY (document_id, position)
);
CREATE INDEX document_file_blob ON document_files (sha256);

-- Recipients chosen while drafting; become deliveries when the document is issued.
CREATE TABLE document_recipients (
    document_id bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    owner_id    bigint NOT NULL,      -- agency of the document: the policy needs no look-up for each row
    agency_id   bigint NOT NULL REFERENCES agencies,
    PRIMARY KEY (document_id, agency_id)
);

-- No foreign keys: they cost a third of the rate at which documents are issued, and the rows are only made by
-- document_issue, document_register and document_import from ids that were just read.
CREATE TABLE deliveries (
    id          bigint NOT NULL,
    document_id bigint NOT NULL,
    sender_id   bigint,               -- NULL: from outside this platform
    agency_id   bigint NOT NULL,      -- recipient
    state       text NOT NULL CHECK (state IN
                  ('arrived', 'refused', 'accepted', 'assigned', 'in_progress', 'done', 'recalled')),
    arrived_at  timestamptz NOT NULL,
    state_at    timestamptz NOT NULL,
    reason      text,                 -- of a refusal; shown to the sender
    CONSTRAINT delivery_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_document_key UNIQUE (document_id, agency_id)
) WITH (fillfactor = 85);
CREATE INDEX delivery_list ON deliveries (agency_id, state, arrived_at DESC, id DESC);
CREATE INDEX delivery_sender ON deliveries (agency_id, sender_id, arrived_at DESC, id DESC);

-- The register of incoming documents (ND 30/2020, Annex IV) and who holds each one now.
CREATE TABLE incoming_entries (
    delivery_id    bigint PRIMARY KEY REFERENCES deliveries,
    document_id    bigint NOT NULL,
    agency_id      bigint NOT NULL,
    year           int NOT NULL,
    arrival_number int NOT NULL,
    registered_at  timestamptz NOT NULL,
    registered_by  bigint NOT NULL,
    leader_id      bigint,            -- submitted to this leader, who assigns
    clerk_note     text CHECK (length(clerk_note) <= 1000),
    due_at         timestamptz,
    assigned_at    timestamptz,       -- first assignment
    closed_at      timestamptz,       -- done, or recalled
    CONSTRAINT incoming_number_key UNIQUE (agency_id, year, arrival_number)
) WITH (fillfactor = 85);
CREATE INDEX incoming_due ON incoming_entries (agency_id, due_at, delivery_id) WHERE closed_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX incoming_leader ON incoming_entries (leader_id, delivery_id) WHERE closed_at IS NULL AND assigned_at IS NULL;

-- A part of the work on an incoming document for one official. Carries copies of what lists sort and filter by, because
-- a limited official's lists start from here (facts: a policy as access path is a hundred times slower).
CREATE TABLE assignments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id bigint NOT NULL REFERENCES deliveries,
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    unit_id     bigint,
    role        text NOT NULL CHECK (role IN ('lead', 'support', 'informed')),
    state       text NOT NULL CHECK (state IN ('open', 'done', 'withdrawn')),
    instruction text NOT NULL,
    due_at      timestamptz,
    assigned_by bigint NOT NULL,
    assigned_at timestamptz NOT NULL,
    started_at  timestamptz,
    done_at     timestamptz,
    report      text,
    arrived_at  timestamptz NOT NULL,  -- copy of the delivery's
    unread      boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX assignment_official_key ON assignments (delivery_id, official_id) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX assignment_lead_key ON assignments (delivery_id) WHERE role = 'lead' AND state <> 'withdrawn';
CREATE INDEX assignment_list ON assignments (official_id, state, arrived_at DESC, delivery_id DESC);
CREATE INDEX assignment_due ON assignments (official_id, due_at, delivery_id) WHERE state = 'open';
CREATE INDEX assignment_unit ON assignments (agency_id, unit_id) WHERE state = 'open';

-- A sender takes a document back; each recipient agrees or refuses (edXML 13, 15, 16).
CREATE TABLE recalls (
    delivery_id   bigint PRIMARY KEY,
    document_id   bigint NOT NULL,
    sender_id     bigint NOT NULL,
    agency_id     bigint NOT NULL,
    reason        text NOT NULL,
    requested_at  timestamptz NOT NULL,
    requested_by  bigint NOT NULL,
    answer        text CHECK (answer IN ('agreed', 'refused')),
    answer_reason text,
    answered_at   timestamptz
);
CREATE INDEX recall_open ON recalls (agency_id) WHERE answer IS NULL;
CREATE INDEX recall_document ON recalls (document_id);

-- What happened, in words that both sides may see (shared) or only the acting agency (internal).
CREATE TABLE document_events (
    id          bigint GENERATED ALWAYS AS IDENTITY,
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,      -- who acted
    official_id bigint,
    official_name text,
    action      text NOT NULL,
    shared      boolean NOT NULL,
    detail      text NOT NULL DEFAULT '',
    at          timestamptz NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX document_event_list ON document_events (document_id, at);
DO $$
BEGIN
    FOR y IN 2024..2031 LOOP
        EXECUTE format('CREATE TABLE document_events_%s PARTITION OF document_events FOR VALUES FROM (%L) TO (%L)',
                       y, format('%s-01-01 00:00+07', y), format('%s-01-01 00:00+07', y + 1));
    END LOOP;
END $$;
CREATE TABLE document_events_other PARTITION OF document_events DEFAULT;

-- One row a document for the search: folded words and pairs of words, built in C++ (kit/base/text).
CREATE TABLE document_search (
    document_id  bigint PRIMARY KEY,
    holders      bigint[] NOT NULL,   -- agencies that may find it
    sorted_at    timestamptz NOT NULL,
    notation_key text COLLATE "C" NOT NULL,
    plain        text NOT NULL,       -- lower case with accents, to recheck what was typed with accents
    lex          tsvector NOT NULL
);
CREATE INDEX document_search_lex ON document_search USING gin (holders, lex lt_tsvector_ops);
CREATE INDEX document_search_time ON document_search (sorted_at DESC, document_id DESC);
CREATE INDEX document_search_notation ON document_search (notation_key, sorted_at DESC);

-- How many documents hold a lexeme: chooses the form of a search (see documents/search). Refreshed by a job.
CREATE TABLE lexeme_counts (
    lexeme    text COLLATE "C" PRIMARY KEY,
    documents int NOT NULL
);

-- Only this function reads the words of all agencies, and it gives back numbers only. A sample of some 100,000 documents
-- is enough: the counts only choose between two forms of a statement.
CREATE FUNCTION lt_refresh_lexeme_counts(at_least int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    estimated float8 := (SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'document_search'::regclass);
    part      float8 := CASE WHEN estimated > 100000 THEN 100000 / estimated ELSE 1 END;
    kept      bigint;
BEGIN
    CREATE TEMP TABLE counted ON COMMIT DROP AS
        SELECT word, (ndoc / part)::int AS documents
          FROM ts_stat(format('SELECT lex FROM document_search TABLESAMPLE SYSTEM (%s)', part * 100))
         WHERE ndoc / part >= at_least;
    DELETE FROM lexeme_counts;
    INSERT INTO lexeme_counts (lexeme, documents) SELECT word, documents FROM counted;
    GET DIAGNOSTICS kept = ROW_COUNT;
    RETURN kept;
END $$;
REVOKE ALL ON FUNCTION lt_refresh_lexeme_counts(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_refresh_lexeme_counts(int) TO lt_app;

-- ---- Rights: the agency's data is closed to others by the database itself. -------------------------------------------

ALTER TABLE number_schemes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON number_schemes USING (agency_id = current_setting('lt.agency')::bigint);

ALTER TABLE number_series ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON number_series USING (agency_id = current_setting('lt.agency')::bigint);

ALTER TABLE assignments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON assignments USING (agency_id = current_setting('lt.agency')::bigint);

-- In the policies below OFFSET 0 keeps the planner from hashing the whole inner table for a page of 25 rows (facts: a policy is
-- the guard and never the access path). Each inner look-up has its index.

-- Whether a document is the agency's own, whatever the policies show; a sub-select in a policy would ask the policies again.
CREATE FUNCTION lt_owns(document bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM documents x WHERE x.id = document
                   AND x.agency_id = current_setting('lt.agency')::bigint);
END $$;
REVOKE ALL ON FUNCTION lt_owns(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_owns(bigint) TO lt_app;

-- Recipients see their deliveries, a limited official only the assigned ones. An UPDATE that reads no column is not held back
-- by a policy for SELECT, so both say it.
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON deliveries FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint
    AND (current_setting('lt.reach') = 'agency'
         OR EXISTS (SELECT 1 FROM assignments a WHERE a.delivery_id = deliveries.id AND a.state <> 'withdrawn'
                    AND a.official_id = current_setting('lt.official')::bigint OFFSET 0)));
CREATE POLICY handle ON deliveries FOR UPDATE USING (
    agency_id = current_setting('lt.agency')::bigint
    AND (current_setting('lt.reach') = 'agency'
         OR EXISTS (SELECT 1 FROM assignments a WHERE a.delivery_id = deliveries.id AND a.state <> 'withdrawn'
                    AND a.official_id = current_setting('lt.official')::bigint OFFSET 0)));
CREATE POLICY send ON deliveries FOR INSERT WITH CHECK (
    (sender_id = current_setting('lt.agency')::bigint
     OR (sender_id IS NULL AND agency_id = current_setting('lt.agency')::bigint))
    AND lt_owns(document_id));

-- What a sender may know of its deliveries. The view runs with its owner's rights and has its own lock on the agency.
CREATE VIEW sent_deliveries WITH (security_barrier) AS
    SELECT id, document_id, sender_id, agency_id, state, state_at, reason FROM deliveries
     WHERE sender_id = current_setting('lt.agency')::bigint;

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
-- A limited official sees what the agency issued, the own drafts, and what is assigned.
CREATE POLICY visible ON documents FOR SELECT USING (
    (agency_id = current_setting('lt.agency')::bigint
     AND (current_setting('lt.reach') = 'agency'
          OR (origin = 'own' AND (state = 'issued' OR drafter_id = current_setting('lt.official')::bigint))))
    OR EXISTS (SELECT 1 FROM deliveries d WHERE d.document_id = documents.id
               AND d.agency_id = current_setting('lt.agency')::bigint OFFSET 0));
CREATE POLICY make ON documents FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint OR (agency_id IS NULL AND origin = 'axis'));
CREATE POLICY change ON documents FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY discard ON documents FOR DELETE USING (
    agency_id = current_setting('lt.agency')::bigint AND state IN ('draft', 'review'));

-- The content of a document that was recalled or refused is closed to the recipient; the facts about it stay.
ALTER TABLE document_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON document_files FOR SELECT USING (
    EXISTS (SELECT 1 FROM documents x WHERE x.id = document_files.document_id
            AND (x.agency_id = current_setting('lt.agency')::bigint
                 OR EXISTS (SELECT 1 FROM deliveries d WHERE d.document_id = x.id
                            AND d.agency_id = current_setting('lt.agency')::bigint
                            AND d.state NOT IN ('recalled', 'refused') OFFSET 0))
            OFFSET 0));
CREATE POLICY make ON document_files FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM documents x WHERE x.id = document_files.document_id
            AND ((x.agency_id = current_setting('lt.agency')::bigint AND (x.state = 'draft' OR x.origin = 'paper'))
                 OR (x.origin = 'axis' AND x.xmin = pg_current_xact_id()::xid)) OFFSET 0));
CREATE POLICY discard ON document_files FOR DELETE USING (
    EXISTS (SELECT 1 FROM documents x WHERE x.id = document_files.document_id
            AND x.agency_id = current_setting('lt.agency')::bigint AND x.state = 'draft' OFFSET 0));

ALTER TABLE document_recipients ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON document_recipients FOR SELECT USING (owner_id = current_setting('lt.agency')::bigint);
CREATE POLICY discard ON document_recipients FOR DELETE USING (owner_id = current_setting('lt.agency')::bigint);
CREATE POLICY choose ON document_recipients FOR INSERT WITH CHECK (
    owner_id = current_setting('lt.agency')::bigint AND lt_owns(document_id));

-- A document from the axis reaches all its addressees here in the transaction that brought it in, and only then.
CREATE FUNCTION lt_deliver_from_axis(document bigint, agencies bigint[], arrived timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM documents x WHERE x.id = document AND x.origin = 'axis'
                   AND x.xmin = pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION 'not a document that this transaction brought in' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
    SELECT nextval('delivery_ids'), document, NULL, a.id, 'arrived', arrived, arrived
      FROM agencies a WHERE a.id = ANY(agencies) ON CONFLICT (document_id, agency_id) DO NOTHING;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION lt_deliver_from_axis(bigint, bigint[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_deliver_from_axis(bigint, bigint[], timestamptz) TO lt_app;

ALTER TABLE incoming_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON incoming_entries USING (agency_id = current_setting('lt.agency')::bigint);

ALTER TABLE recalls ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON recalls FOR SELECT USING (
    sender_id = current_setting('lt.agency')::bigint OR agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY ask ON recalls FOR INSERT WITH CHECK (
    sender_id = current_setting('lt.agency')::bigint
    AND EXISTS (SELECT 1 FROM sent_deliveries d WHERE d.id = recalls.delivery_id AND d.document_id = recalls.document_id
                AND d.agency_id = recalls.agency_id OFFSET 0));
CREATE POLICY answer ON recalls FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint);

-- The acting agency sees all it did; others what is shared about a document that they may see.
ALTER TABLE document_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON document_events FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint
    OR (shared AND EXISTS (SELECT 1 FROM documents x WHERE x.id = document_events.document_id
                           AND x.agency_id = current_setting('lt.agency')::bigint OFFSET 0)));
CREATE POLICY add ON document_events FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint
    AND (NOT shared OR EXISTS (SELECT 1 FROM documents x WHERE x.id = document_events.document_id OFFSET 0)));

ALTER TABLE document_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON document_search USING (holders @> ARRAY[current_setting('lt.agency')::bigint]);

GRANT SELECT ON document_kinds TO lt_app;
GRANT SELECT, INSERT, UPDATE ON number_schemes, number_series TO lt_app;
GRANT USAGE ON SEQUENCE document_ids, delivery_ids TO lt_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON documents TO lt_app;
GRANT SELECT, INSERT, DELETE ON document_files, document_recipients TO lt_app;
GRANT SELECT, INSERT, UPDATE ON incoming_entries, assignments, document_search TO lt_app;
-- Which document went to whom never changes, only what became of it.
GRANT SELECT, INSERT, UPDATE (state, state_at, reason) ON deliveries TO lt_app;
GRANT SELECT, INSERT, UPDATE (answer, answer_reason, answered_at) ON recalls TO lt_app;
GRANT SELECT ON sent_deliveries TO lt_app;
GRANT SELECT, INSERT ON document_events TO lt_app;
GRANT SELECT ON lexeme_counts TO lt_app;

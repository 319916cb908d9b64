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

-- Number, notation and issuer as they are compared for doubles: "05/CV-HTX" of "Hợp tác xã A" becomes "5cvhtx|hoptacxaa".
-- Empty without number and notation. In plpgsql: one in SQL is parsed and planned anew by each statement that writes a document,
-- which was a tenth of the processor time of an issue.
CREATE FUNCTION lt_double_key(number_text text, notation text, issuer text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE WHEN coalesce(number_text, '') = '' AND coalesce(notation, '') = '' THEN ''
           ELSE regexp_replace(lower(translate(normalize(
                    ltrim(coalesce(number_text, '') || coalesce(notation, ''), '0') || '|' || issuer, NFD), 'Đđ', 'dd')),
                '[^a-z0-9|]', '', 'g') END;
END $$;

-- What a column may hold stands in its type: a CHECK of the table is read, planned and run by every INSERT and UPDATE whichever
-- columns it changes, which was an eighth of the processor time of an issue; a domain is checked where a value is assigned.
CREATE DOMAIN document_origin AS text CHECK (VALUE IN ('own', 'paper', 'axis'));
CREATE DOMAIN document_state AS text CHECK (VALUE IN ('draft', 'review', 'approved', 'issued'));
CREATE DOMAIN document_urgency AS text CHECK (VALUE IN ('normal', 'urgent', 'very_urgent', 'immediate'));
CREATE DOMAIN document_subject AS text CHECK (length(VALUE) BETWEEN 1 AND 500);
CREATE DOMAIN signer_words AS text CHECK (length(VALUE) <= 200);
CREATE DOMAIN delivery_state AS text CHECK (VALUE IN
    ('arrived', 'refused', 'accepted', 'assigned', 'in_progress', 'done', 'recalled'));
CREATE DOMAIN clerk_note AS text CHECK (length(VALUE) <= 1000);
CREATE DOMAIN assignment_role AS text CHECK (VALUE IN ('lead', 'support', 'informed'));
CREATE DOMAIN assignment_state AS text CHECK (VALUE IN ('open', 'done', 'withdrawn'));

CREATE TABLE documents (
    id              bigint PRIMARY KEY,
    uid             uuid NOT NULL CONSTRAINT document_uid_key UNIQUE,  -- key of the form: sent twice, it makes one document
    agency_id       bigint,           -- issuer, or who registered it on paper; NULL when it came over the axis
    origin          document_origin NOT NULL,
    state           document_state NOT NULL,
    kind_code       text NOT NULL REFERENCES document_kinds,
    kind_name       text,             -- as an outside agency wrote it, where it is no kind of ours
    subject         document_subject NOT NULL,
    urgency         document_urgency NOT NULL,
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
    signer_name     signer_words,
    signer_title    signer_words,
    reply_due_at    timestamptz,
    in_reply_to     bigint,           -- document that this one answers
    exchange_id     text,             -- DocumentId of edXML
    page_count      int,
    note            text,             -- reason of the last return
    recalled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    version         int NOT NULL DEFAULT 1,
    double_key      text COLLATE "C" GENERATED ALWAYS AS (lt_double_key(number_text, notation, issuer_name)) STORED,
    CONSTRAINT document_issued_check CHECK (state <> 'issued' OR issued_at IS NOT NULL)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX document_number_key ON documents (agency_id, number_year, number, notation) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX document_exchange_key ON documents (issuer_code, exchange_id) WHERE exchange_id IS NOT NULL;
CREATE INDEX document_list ON documents (agency_id, state, changed_at DESC, id DESC) WHERE origin = 'own';
CREATE INDEX document_drafter ON documents (drafter_id, state, changed_at DESC, id DESC) WHERE origin = 'own';
CREATE INDEX document_recalled ON documents (agency_id, recalled_at DESC, id DESC) WHERE recalled_at IS NOT NULL;
CREATE INDEX document_signer ON documents (agency_id, signer_id, changed_at DESC, id DESC)
    WHERE origin = 'own' AND state = 'review';
CREATE INDEX document_double ON documents (double_key) WHERE double_key <> '';
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
    state       delivery_state NOT NULL,
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
    clerk_note     clerk_note,
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
    role        assignment_role NOT NULL,
    state       assignment_state NOT NULL,
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

-- A sender reminds a recipient that has not finished: once a day at most, the day of Vietnam.
CREATE TABLE reminders (
    delivery_id bigint NOT NULL,
    day         date NOT NULL,
    document_id bigint NOT NULL,
    sender_id   bigint NOT NULL,
    agency_id   bigint NOT NULL,      -- who is reminded
    note        text NOT NULL CHECK (length(note) <= 500),
    reminded_at timestamptz NOT NULL,
    reminded_by bigint NOT NULL,
    closed_at   timestamptz,          -- the recipient has finished, refused or given back
    PRIMARY KEY (delivery_id, day)
);
CREATE INDEX reminder_open ON reminders (agency_id, delivery_id) WHERE closed_at IS NULL;
CREATE INDEX reminder_document ON reminders (document_id);

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

-- Which documents are the agency's own, whatever the policies show. For policies: asked of the table itself they would ask its
-- policies again, and a function costs four times as much a row.
CREATE VIEW own_document_ids WITH (security_barrier) AS
    SELECT id FROM documents WHERE agency_id = current_setting('lt.agency')::bigint;

-- An agency's own documents, as far as the policy on documents shows them to this official. The only way to change one: as the
-- view runs with its owner's rights, an UPDATE need not set up the look-ups for what came from others, three times over.
CREATE VIEW own_documents WITH (security_barrier) AS
    SELECT * FROM documents
     WHERE agency_id = current_setting('lt.agency')::bigint
       AND (current_setting('lt.reach') = 'agency'
            OR (origin = 'own' AND (state = 'issued' OR drafter_id = current_setting('lt.official')::bigint)));

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
    AND EXISTS (SELECT 1 FROM own_document_ids x WHERE x.id = deliveries.document_id OFFSET 0));

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
    owner_id = current_setting('lt.agency')::bigint
    AND EXISTS (SELECT 1 FROM own_document_ids x WHERE x.id = document_recipients.document_id OFFSET 0));

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

ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON reminders FOR SELECT USING (
    sender_id = current_setting('lt.agency')::bigint OR agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY remind ON reminders FOR INSERT WITH CHECK (
    sender_id = current_setting('lt.agency')::bigint
    AND EXISTS (SELECT 1 FROM sent_deliveries d WHERE d.id = reminders.delivery_id AND d.document_id = reminders.document_id
                AND d.agency_id = reminders.agency_id OFFSET 0));
CREATE POLICY finish ON reminders FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint);

-- Only what is still open is reminded of. The lock waits for a recipient who is just finishing, so that no reminder stays
-- behind on what is done; the sender may not lock the row itself.
CREATE FUNCTION lt_remind_of_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    now_at text;
BEGIN
    SELECT state INTO now_at FROM deliveries WHERE id = NEW.delivery_id FOR KEY SHARE;
    IF now_at IN ('arrived', 'accepted', 'assigned', 'in_progress') THEN RETURN NEW; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reminder_of_open BEFORE INSERT ON reminders FOR EACH ROW EXECUTE FUNCTION lt_remind_of_open();

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
CREATE POLICY holder ON document_search FOR SELECT USING (holders @> ARRAY[current_setting('lt.agency')::bigint]);

-- All holders find a document by the same row, so no agency's session may write it, not even the issuer's: only the server's
-- own work, which reads the words out of the document itself. Who holds the document is read here and never believed.
CREATE FUNCTION lt_index_document(document bigint, notation_key text, plain text, lex tsvector) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself writes the search' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Jobs of one document write one after the other, so that the last one knows of every recall.
    PERFORM FROM documents x WHERE x.id = document AND x.state = 'issued' FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO document_search AS s (document_id, holders, sorted_at, notation_key, plain, lex)
    SELECT x.id, ARRAY(SELECT x.agency_id WHERE x.agency_id IS NOT NULL UNION
                       SELECT d.agency_id FROM deliveries d WHERE d.document_id = x.id AND d.state <> 'recalled' ORDER BY 1),
           x.issued_at, lt_index_document.notation_key, lt_index_document.plain, lt_index_document.lex
      FROM documents x WHERE x.id = document
    ON CONFLICT (document_id) DO UPDATE
       SET (holders, sorted_at, notation_key, plain, lex)
         = (excluded.holders, excluded.sorted_at, excluded.notation_key, excluded.plain, excluded.lex);
END $$;
REVOKE ALL ON FUNCTION lt_index_document(bigint, text, text, tsvector) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_index_document(bigint, text, text, tsvector) TO lt_app;

GRANT SELECT ON document_kinds TO lt_app;
GRANT SELECT, INSERT, UPDATE ON number_schemes, number_series TO lt_app;
GRANT USAGE ON SEQUENCE document_ids, delivery_ids TO lt_app;
GRANT SELECT, INSERT, DELETE ON documents TO lt_app;
-- Whose document it is, how it came and who drafted it never change.
GRANT SELECT, UPDATE (state, kind_code, subject, urgency, number, number_text, notation, number_year, issued_on, issued_at,
    issuer_name, signer_id, signer_name, signer_title, reply_due_at, note, recalled_at, changed_at, version) ON own_documents TO lt_app;
GRANT SELECT ON own_document_ids TO lt_app;
GRANT SELECT, INSERT, DELETE ON document_files, document_recipients TO lt_app;
GRANT SELECT, INSERT, UPDATE ON incoming_entries, assignments TO lt_app;
GRANT SELECT ON document_search TO lt_app;
-- Which document went to whom never changes, only what became of it.
GRANT SELECT, INSERT, UPDATE (state, state_at, reason) ON deliveries TO lt_app;
GRANT SELECT, INSERT, UPDATE (answer, answer_reason, answered_at) ON recalls TO lt_app;
GRANT SELECT, INSERT, UPDATE (closed_at) ON reminders TO lt_app;
GRANT SELECT ON sent_deliveries TO lt_app;
GRANT SELECT, INSERT ON document_events TO lt_app;
GRANT SELECT ON lexeme_counts TO lt_app;

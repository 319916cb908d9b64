-- Papers that a connected database holds, above all the national store (Kho số hoá của Cổng Dịch vụ công quốc gia): looked for behind the
-- citizen's consent, offered beside those of the data vault, and taken into the dossier with a record of who did it, for what, by which
-- consent.

-- What follows the adapter's address for the store; empty: it is not asked.
ALTER TABLE national_portal
    ADD COLUMN store_search      text NOT NULL DEFAULT '',     -- what it holds of an owner
    ADD COLUMN store_file        text NOT NULL DEFAULT '',     -- one file of it
    ADD COLUMN store_destination text NOT NULL DEFAULT '',     -- dstcode: member code of the store
    ADD CONSTRAINT national_portal_store_check CHECK ((store_search = '') = (store_file = '') AND (store_search = '') = (store_destination = ''));

-- Whether it is asked at all; how it is reached is the platform's alone.
CREATE FUNCTION lt_has_national_store() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM national_portal WHERE store_search <> '')
$$;

-- Where else than in the data vault the citizen was asked about; no other source is asked. Of before: nowhere else.
ALTER TABLE vault_asks ADD COLUMN sources text[] NOT NULL DEFAULT '{}';

-- Each time that a source is asked, written down before it is. The question to the citizen says whose papers, for which form and procedure.
CREATE TABLE source_looks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ask_id      bigint NOT NULL REFERENCES vault_asks,
    agency_id   bigint NOT NULL REFERENCES agencies,
    official_id bigint NOT NULL,
    source      text NOT NULL CHECK (source <> ''),            -- 'dvcqg'
    at          timestamptz NOT NULL
);
CREATE INDEX source_looks_ask ON source_looks (ask_id);

-- What it said that it holds: a file of a paper each. What is taken has its file here and belongs to a dossier.
CREATE TABLE held_papers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT held_papers_uid_key UNIQUE,
    look_id    bigint NOT NULL REFERENCES source_looks,
    ask_id     bigint NOT NULL REFERENCES vault_asks,
    agency_id  bigint NOT NULL REFERENCES agencies,
    source     text NOT NULL,
    code       text NOT NULL CHECK (code <> ''),               -- type, as the data vault's
    name       text NOT NULL CHECK (name <> ''),
    number     text NOT NULL DEFAULT '',
    issuer     text NOT NULL DEFAULT '',
    file_name  text NOT NULL,
    place      text NOT NULL CHECK (place <> ''),              -- where the source keeps the file, in its own words
    media_type text NOT NULL DEFAULT '',
    size       bigint NOT NULL DEFAULT 0,
    sha256     text REFERENCES blobs,                          -- NULL: not fetched
    fetched_at timestamptz,
    dossier_id bigint REFERENCES dossiers,                     -- NULL: not taken
    paper_no   int,
    taken_by   bigint,                                         -- official
    taken_at   timestamptz,
    CONSTRAINT held_papers_fetched_check CHECK ((sha256 IS NULL) = (fetched_at IS NULL)),
    CONSTRAINT held_papers_taken_check CHECK (num_nulls(dossier_id, paper_no, taken_by, taken_at) IN (0, 4)
                                              AND (dossier_id IS NULL OR sha256 IS NOT NULL))
);
-- Asked again, it is the same one.
CREATE UNIQUE INDEX held_papers_place_key ON held_papers (ask_id, source, code, issuer, place);
CREATE INDEX held_papers_dossier ON held_papers (dossier_id) WHERE dossier_id IS NOT NULL;
CREATE INDEX held_papers_look ON held_papers (look_id);
CREATE INDEX held_papers_blob ON held_papers (sha256) WHERE sha256 IS NOT NULL;

-- What was offered stays as it was; a file is fetched once, a paper is taken once.
CREATE FUNCTION keep_held_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.look_id, NEW.ask_id, NEW.agency_id, NEW.source, NEW.code, NEW.issuer, NEW.place)
       IS DISTINCT FROM (OLD.uid, OLD.look_id, OLD.ask_id, OLD.agency_id, OLD.source, OLD.code, OLD.issuer, OLD.place)
       OR (OLD.sha256 IS NOT NULL AND NEW.sha256 IS DISTINCT FROM OLD.sha256)
       OR (OLD.dossier_id IS NOT NULL AND (NEW.dossier_id, NEW.paper_no, NEW.taken_by, NEW.taken_at)
           IS DISTINCT FROM (OLD.dossier_id, OLD.paper_no, OLD.taken_by, OLD.taken_at)) THEN
        RAISE EXCEPTION 'what a source held and gave stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'held_papers_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_papers_kept BEFORE UPDATE ON held_papers FOR EACH ROW EXECUTE FUNCTION keep_held_paper();

-- The same consent as for the data vault: given by the citizen himself to this agency for this source, too, at most a day ago, and not withdrawn.
CREATE FUNCTION lt_may_ask_source(ask bigint, wanted text, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM vault_asks a WHERE a.id = ask AND a.agency_id = current_setting('lt.agency')::bigint
                      AND wanted = ANY (a.sources) AND a.answered_at >= moment - interval '1 day' AND vault_consent_holds(a.id))
$$;
-- Nothing of a type that the citizen was not asked about is kept.
CREATE FUNCTION lt_may_offer_held(look bigint, ask bigint, type text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM source_looks l JOIN vault_asks a ON a.id = l.ask_id
                    WHERE l.id = look AND a.id = ask AND l.agency_id = current_setting('lt.agency')::bigint AND type = ANY (a.types)
                      AND vault_consent_holds(a.id))
$$;
-- Into the dossier that the form became, of the owner and the procedure that were asked about.
CREATE FUNCTION lt_may_take_held(ask bigint, dossier bigint, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM vault_asks a JOIN dossiers d ON d.uid = a.form JOIN procedures p ON p.id = d.procedure_id
                    WHERE a.id = ask AND d.id = dossier AND d.agency_id = current_setting('lt.agency')::bigint
                      AND a.agency_id = d.agency_id AND d.owner_kind = a.owner_kind AND d.owner_number = a.owner_number
                      AND p.code = a.purpose AND a.answered_at >= moment - interval '1 day' AND vault_consent_holds(a.id))
$$;

ALTER TABLE source_looks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON source_looks FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency');
CREATE POLICY own_insert ON source_looks FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint AND official_id <> 0
    AND current_setting('lt.reach') = 'agency' AND lt_may_ask_source(ask_id, source, at));
GRANT SELECT, INSERT ON source_looks TO lt_app;

ALTER TABLE held_papers ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON held_papers FOR SELECT USING (
    (agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency')
    OR (dossier_id IS NOT NULL AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0)));
CREATE POLICY own_insert ON held_papers FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency' AND sha256 IS NULL AND dossier_id IS NULL
    AND lt_may_offer_held(look_id, ask_id, code));
CREATE POLICY own_update ON held_papers FOR UPDATE USING (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency')
    WITH CHECK (CASE WHEN dossier_id IS NULL THEN lt_may_offer_held(look_id, ask_id, code)
                     ELSE taken_by = current_setting('lt.official')::bigint AND taken_by <> 0 AND lt_may_take_held(ask_id, dossier_id, taken_at) END);
GRANT SELECT, INSERT, UPDATE (media_type, size, sha256, fetched_at, dossier_id, paper_no, taken_by, taken_at) ON held_papers TO lt_app;

DO $$
DECLARE
    door text;
BEGIN
    FOREACH door IN ARRAY ARRAY['lt_has_national_store', 'lt_may_ask_source', 'lt_may_offer_held', 'lt_may_take_held'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', door);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', door);
    END LOOP;
END $$;

-- As before; what a source held and nobody took is not kept for nothing either. By what question a source was asked stays.
CREATE OR REPLACE FUNCTION lt_forget_vault_asks(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH untaken AS (
        DELETE FROM held_papers h USING source_looks l WHERE l.id = h.look_id AND l.at < before AND h.dossier_id IS NULL
           AND current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0
    ), gone AS (
        DELETE FROM vault_asks a WHERE a.asked_at < before AND current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0
           AND NOT EXISTS (SELECT FROM vault_consents c WHERE c.ask_id = a.id) AND NOT EXISTS (SELECT FROM dossiers d WHERE d.uid = a.form)
           AND NOT EXISTS (SELECT FROM source_looks l WHERE l.ask_id = a.id)
        RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- These files are contents, too, and so are the registers of 0040.
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
       AND NOT EXISTS (SELECT FROM hand_over_batches h WHERE h.slip_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM vault_items i WHERE i.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM dossier_digitisations d WHERE d.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM dossier_registers r WHERE r.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM held_papers h WHERE h.sha256 = b.sha256)
    RETURNING b.sha256
$$;

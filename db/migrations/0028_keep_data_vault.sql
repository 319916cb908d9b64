-- The data vault: papers of citizens and organisations that were digitised or issued here, so that nobody is asked for them again.
--
-- As with citizens, no session reads these tables. An item is reached in four ways, each of which leaves a trace: from the dossier that it
-- came with, from a dossier that uses it, by the agency that put it in with a reason, and by its owner's consent for one purpose.

CREATE TABLE vault_items (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT vault_items_uid_key UNIQUE,
    agency_id  bigint NOT NULL REFERENCES agencies,    -- that put it in
    citizen_id bigint NOT NULL REFERENCES citizens,    -- whose it is
    dossier_id bigint NOT NULL REFERENCES dossiers,    -- that it came with
    source     text NOT NULL CONSTRAINT vault_items_source_check CHECK (source IN ('paper', 'result')),
    source_no  int NOT NULL,                           -- of the paper or result in that dossier
    code       text NOT NULL CHECK (code <> ''),       -- type: of the national catalogue of results, or of papers
    name       text NOT NULL CHECK (name <> ''),
    number     text NOT NULL DEFAULT '',
    issuer     text NOT NULL DEFAULT '',
    issued_on  date,
    valid_from date,
    valid_to   date,                                   -- last day
    file_name  text NOT NULL,
    media_type text NOT NULL,
    size       bigint NOT NULL,
    sha256     text NOT NULL REFERENCES blobs,
    fields     json NOT NULL DEFAULT '{}',             -- what was read from it, as the official confirmed it
    signature  text NOT NULL CONSTRAINT vault_items_signature_check      -- of the electronic copy, or of the result
               CHECK (signature IN ('unsigned', 'signed', 'total-passed', 'indeterminate', 'total-failed', 'unreadable')),
    kept_at    timestamptz NOT NULL,
    kept_by    bigint NOT NULL,                        -- official; 0: the platform
    ended      text CONSTRAINT vault_items_ended_check CHECK (ended IN ('replaced', 'revoked')),
    ended_why  text NOT NULL DEFAULT '',
    ended_at   timestamptz,
    ended_by   bigint,
    CONSTRAINT vault_items_end_check CHECK ((ended IS NULL) = (ended_at IS NULL) AND (ended IS NULL OR ended_why <> ''))
);
-- Of one paper of a dossier there is one item at a time.
CREATE UNIQUE INDEX vault_items_source_key ON vault_items (dossier_id, source, source_no) WHERE ended_at IS NULL;
CREATE INDEX vault_items_owner ON vault_items (citizen_id, code);
CREATE INDEX vault_items_blob ON vault_items (sha256);

-- What the owner agreed to at the desk: for one form and one purpose.
CREATE TABLE vault_consents (
    form        uuid NOT NULL,                         -- becomes the dossier's uid
    citizen_id  bigint NOT NULL REFERENCES citizens,
    purpose     text NOT NULL CHECK (purpose <> ''),   -- code of the procedure
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,                       -- who recorded it
    at          timestamptz NOT NULL,
    PRIMARY KEY (form, citizen_id, purpose)
);
CREATE TABLE vault_uses (
    item_id     bigint NOT NULL REFERENCES vault_items,
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    paper_no    int NOT NULL,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    purpose     text NOT NULL,
    agreed_at   timestamptz NOT NULL,                  -- the consent
    at          timestamptz NOT NULL,
    PRIMARY KEY (item_id, dossier_id, paper_no)
);
CREATE INDEX vault_uses_dossier ON vault_uses (dossier_id);
CREATE TABLE vault_looks (
    item_id     bigint NOT NULL REFERENCES vault_items,
    dossier_id  bigint REFERENCES dossiers,            -- for whose sake; NULL: for none
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    at          timestamptz NOT NULL
);
CREATE INDEX vault_looks_item ON vault_looks (item_id, at DESC);

ALTER TABLE vault_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_looks ENABLE ROW LEVEL SECURITY;

-- ---- Digitising a paper of a dossier -----------------------------------------------------------------------------------

-- The type by which the vault knows the paper; empty: by its code alone.
ALTER TABLE dossier_papers ADD COLUMN type text NOT NULL DEFAULT '';

CREATE TABLE dossier_digitisations (
    dossier_id bigint NOT NULL REFERENCES dossiers,
    file_uid   uuid NOT NULL REFERENCES dossier_files (uid),             -- the scan
    paper_no   int NOT NULL,
    state      text NOT NULL CONSTRAINT dossier_digitisations_state_check
               CHECK (state IN ('reading', 'read', 'failed', 'confirmed')),
    message    text NOT NULL DEFAULT '',               -- why it could not be read
    sha256     text REFERENCES blobs,                  -- the scan as PDF; NULL: not made yet, or it can't be
    found      json NOT NULL DEFAULT '{}',             -- what was read, then what was confirmed
    item_uid   uuid,                                   -- in the vault, once it was confirmed
    asked_at   timestamptz NOT NULL,
    asked_by   bigint NOT NULL,
    read_at    timestamptz,
    PRIMARY KEY (dossier_id, file_uid)
);
CREATE INDEX dossier_digitisations_blob ON dossier_digitisations (sha256) WHERE sha256 IS NOT NULL;
ALTER TABLE dossier_digitisations ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_digitisations USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0))
    WITH CHECK (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT, INSERT, UPDATE (state, message, sha256, found, item_uid, asked_at, asked_by, read_at) ON dossier_digitisations TO lt_app;

-- ---- The doors ----------------------------------------------------------------------------------------------------------

-- What makes an electronic copy one that may be used in place of the paper.
CREATE FUNCTION vault_counts(signature text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT signature IN ('signed', 'total-passed', 'indeterminate')
$$;
CREATE FUNCTION vault_valid(item vault_items, day date) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT item.ended_at IS NULL AND vault_counts(item.signature) AND coalesce(item.valid_from <= day, true)
       AND coalesce(item.valid_to >= day, true)
$$;
-- The id of a dossier that who asks handles; NULL: there is none.
CREATE FUNCTION handled_dossier(wanted uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id FROM dossiers d WHERE d.uid = wanted AND (
           (current_setting('lt.reach') = 'agency' AND current_setting('lt.agency')::bigint IN (d.agency_id, d.decides_id))
        OR lt_sees_dossier(d.id, d.instance_uid))
$$;

-- Puts a paper or result of a dossier into its owner's vault. What was there of it is replaced; the same file again changes nothing. No row:
-- the owner of the dossier is not known by a number.
CREATE FUNCTION lt_keep_vault_item(new_uid uuid, wanted uuid, new_source text, new_no int, new_code text, new_name text, new_number text,
                                   new_issuer text, new_issued_on date, new_valid_from date, new_valid_to date, new_file_name text,
                                   new_media_type text, new_size bigint, new_sha256 text, new_fields json, new_signature text,
                                   why text, now_at timestamptz)
RETURNS TABLE (uid uuid, is_new boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    handled CONSTANT bigint := handled_dossier(wanted);
    owner   bigint;
    old     vault_items;
BEGIN
    IF handled IS NULL OR current_setting('lt.agency')::bigint = 0 THEN
        RAISE EXCEPTION 'only who handles the dossier keeps its papers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT d.citizen_id INTO owner FROM dossiers d WHERE d.id = handled FOR NO KEY UPDATE;   -- one at a time
    IF owner IS NULL THEN RETURN; END IF;
    -- A linked procedure hands the same result to several dossiers of its owner.
    IF new_source = 'result' THEN
        SELECT * INTO old FROM vault_items i WHERE i.citizen_id = owner AND i.sha256 = new_sha256 AND i.ended_at IS NULL LIMIT 1;
        IF old.id IS NOT NULL THEN
            RETURN QUERY SELECT old.uid, false;
            RETURN;
        END IF;
    END IF;
    SELECT * INTO old FROM vault_items i
     WHERE i.dossier_id = handled AND i.source = new_source AND i.source_no = new_no AND i.ended_at IS NULL;
    IF old.id IS NOT NULL AND old.sha256 = new_sha256 THEN
        RETURN QUERY SELECT old.uid, false;
        RETURN;
    END IF;
    IF old.id IS NOT NULL THEN
        UPDATE vault_items i SET ended = 'replaced', ended_why = coalesce(nullif(why, ''), 'new file'), ended_at = now_at,
               ended_by = current_setting('lt.official')::bigint WHERE i.id = old.id;
    END IF;
    INSERT INTO vault_items (uid, agency_id, citizen_id, dossier_id, source, source_no, code, name, number, issuer, issued_on, valid_from,
                             valid_to, file_name, media_type, size, sha256, fields, signature, kept_at, kept_by)
    VALUES (new_uid, current_setting('lt.agency')::bigint, owner, handled, new_source, new_no, new_code, new_name, new_number, new_issuer,
            new_issued_on, new_valid_from, new_valid_to, new_file_name, new_media_type, new_size, new_sha256, new_fields, new_signature,
            now_at, current_setting('lt.official')::bigint);
    RETURN QUERY SELECT new_uid, true;
END $$;

-- The consent is written down before anything is shown. False: nobody is known by this number.
CREATE FUNCTION lt_agree_vault(new_form uuid, wanted_kind text, wanted text, new_purpose text, agreed_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner bigint;
BEGIN
    IF current_setting('lt.agency')::bigint = 0 OR current_setting('lt.official')::bigint = 0 THEN
        RAISE EXCEPTION 'an official records what a citizen agrees to' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT c.id INTO owner FROM citizens c WHERE c.kind = wanted_kind AND c.number = wanted;
    IF owner IS NULL THEN RETURN false; END IF;
    INSERT INTO vault_consents VALUES (new_form, owner, new_purpose, current_setting('lt.agency')::bigint,
                                       current_setting('lt.official')::bigint, agreed_at) ON CONFLICT DO NOTHING;
    RETURN true;
END $$;

-- What the vault holds validly of these types, for a form whose citizen agreed; each item that is shown is a look.
CREATE FUNCTION lt_offer_vault(wanted_form uuid, wanted_kind text, wanted text, wanted_purpose text, codes text[], day date,
                               asked_at timestamptz)
RETURNS TABLE (uid uuid, code text, name text, number text, issuer text, issued_on date, valid_to date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    owner bigint;
BEGIN
    SELECT a.citizen_id INTO owner FROM vault_consents a JOIN citizens c ON c.id = a.citizen_id
     WHERE a.form = wanted_form AND a.purpose = wanted_purpose AND a.agency_id = current_setting('lt.agency')::bigint
       AND c.kind = wanted_kind AND c.number = wanted;
    IF owner IS NULL THEN
        RAISE EXCEPTION 'no consent is recorded' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH valid AS (
        SELECT i.* FROM vault_items i WHERE i.citizen_id = owner AND i.code = ANY (codes) AND vault_valid(i, day)
    ), noted AS (
        INSERT INTO vault_looks SELECT v.id, NULL, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint,
                                       'offer ' || wanted_purpose, asked_at FROM valid v
    )
    SELECT v.uid, v.code, v.name, v.number, v.issuer, v.issued_on, v.valid_to FROM valid v
     ORDER BY v.code, v.issued_on DESC NULLS LAST, v.id DESC LIMIT 50;
END $$;

-- A paper of a dossier that the agency has just received is taken from the vault. False: the item can't be used (any more).
CREATE FUNCTION lt_use_vault_item(wanted uuid, wanted_item uuid, for_paper int, used_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    handled bigint;
    consent vault_consents;
BEGIN
    SELECT d.id INTO handled FROM dossiers d WHERE d.uid = wanted AND d.agency_id = current_setting('lt.agency')::bigint;
    SELECT a.* INTO consent FROM dossiers d JOIN procedures p ON p.id = d.procedure_id
      JOIN vault_consents a ON a.form = d.uid AND a.citizen_id = d.citizen_id AND a.purpose = p.code AND a.agency_id = d.agency_id
     WHERE d.id = handled;
    IF consent.form IS NULL THEN
        RAISE EXCEPTION 'no consent is recorded' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO vault_uses SELECT i.id, handled, for_paper, consent.agency_id, current_setting('lt.official')::bigint, consent.purpose,
                                  consent.at, used_at
      FROM vault_items i WHERE i.uid = wanted_item AND i.citizen_id = consent.citizen_id
       AND vault_valid(i, (used_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
    RETURN FOUND;
END $$;

-- What of a dossier is in the vault, and what of the vault it uses; for who handles it. The dossier itself notes who looks at it.
CREATE FUNCTION lt_vault_of_dossier(wanted uuid)
RETURNS TABLE (uid uuid, used boolean, source text, no int, code text, name text, number text, issuer text, issued_on date,
               valid_from date, valid_to date, signature text, fields json, file_name text, media_type text, sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.uid, false, i.source, i.source_no, i.code, i.name, i.number, i.issuer, i.issued_on, i.valid_from, i.valid_to, i.signature,
           i.fields, i.file_name, i.media_type, i.sha256
      FROM vault_items i WHERE i.dossier_id = handled_dossier(wanted) AND i.ended_at IS NULL
    UNION ALL
    SELECT i.uid, true, i.source, u.paper_no, i.code, i.name, i.number, i.issuer, i.issued_on, i.valid_from, i.valid_to, i.signature,
           '{}', '', '', ''
      FROM vault_uses u JOIN vault_items i ON i.id = u.item_id WHERE u.dossier_id = handled_dossier(wanted)
     ORDER BY 2, 3, 4
$$;

-- The file of an item, for who handles a dossier that it came with or that uses it.
CREATE FUNCTION lt_open_vault_item(wanted uuid, wanted_item uuid, why text, opened_at timestamptz)
RETURNS TABLE (file_name text, media_type text, sha256 text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    handled CONSTANT bigint := handled_dossier(wanted);
    item    vault_items;
BEGIN
    IF why = '' THEN
        RAISE EXCEPTION 'an item is opened with a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT i.* INTO item FROM vault_items i WHERE i.uid = wanted_item
       AND (i.dossier_id = handled OR EXISTS (SELECT 1 FROM vault_uses u WHERE u.item_id = i.id AND u.dossier_id = handled));
    IF item.id IS NULL THEN RETURN; END IF;
    INSERT INTO vault_looks VALUES (item.id, handled, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, why,
                                    opened_at);
    RETURN QUERY SELECT item.file_name, item.media_type, item.sha256;
END $$;

-- Items that the own agency put in, of the dossier with this code; only with a reason.
CREATE FUNCTION lt_find_vault_items(wanted_code text, wanted_item uuid, why text, asked_at timestamptz)
RETURNS TABLE (uid uuid, dossier_uid uuid, dossier_code text, owner_name text, source text, code text, name text, number text,
               issuer text, issued_on date, valid_to date, signature text, kept_at timestamptz, kept_by bigint, ended text, ended_why text,
               ended_at timestamptz, uses bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF current_setting('lt.reach') <> 'agency' OR current_setting('lt.agency')::bigint = 0 OR why = '' THEN
        RAISE EXCEPTION 'items are looked up by an agency, with a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH own AS (
        SELECT i.*, d.uid AS in_dossier, d.code AS in_code, d.owner_name AS whose FROM dossiers d JOIN vault_items i ON i.dossier_id = d.id
         WHERE i.agency_id = current_setting('lt.agency')::bigint AND (d.code = wanted_code OR i.uid = wanted_item)
    ), noted AS (
        INSERT INTO vault_looks SELECT o.id, NULL, o.agency_id, current_setting('lt.official')::bigint, why, asked_at FROM own o
    )
    SELECT o.uid, o.in_dossier, o.in_code, o.whose, o.source, o.code, o.name, o.number, o.issuer, o.issued_on, o.valid_to, o.signature,
           o.kept_at, o.kept_by, o.ended, o.ended_why, o.ended_at, (SELECT count(*) FROM vault_uses u WHERE u.item_id = o.id)
      FROM own o ORDER BY o.id DESC LIMIT 200;
END $$;

-- Who used an item and who looked at it, the newest first; for the agency that put it in.
CREATE FUNCTION lt_vault_history(wanted_item uuid, at_most int)
RETURNS TABLE (used boolean, agency_id bigint, official_id bigint, reason text, dossier_code text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH item AS (SELECT i.id FROM vault_items i WHERE i.uid = wanted_item AND i.agency_id = current_setting('lt.agency')::bigint
                     AND current_setting('lt.reach') = 'agency')
    SELECT h.used, h.agency_id, h.official_id, h.reason, coalesce(d.code, ''), h.at FROM (
        SELECT true AS used, u.agency_id, u.official_id, u.purpose AS reason, u.dossier_id, u.at
          FROM vault_uses u JOIN item ON item.id = u.item_id
        UNION ALL
        SELECT false, l.agency_id, l.official_id, l.reason, l.dossier_id, l.at FROM vault_looks l JOIN item ON item.id = l.item_id) h
      LEFT JOIN dossiers d ON d.id = h.dossier_id ORDER BY h.at DESC, h.used DESC LIMIT at_most
$$;

-- By the agency that put it in, with a reason. False: there is no such item of it, or it has ended.
CREATE FUNCTION lt_revoke_vault_item(wanted_item uuid, why text, revoked_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE vault_items i SET ended = 'revoked', ended_why = why, ended_at = revoked_at, ended_by = current_setting('lt.official')::bigint
     WHERE i.uid = wanted_item AND i.ended_at IS NULL AND i.agency_id = current_setting('lt.agency')::bigint
       AND current_setting('lt.reach') = 'agency';
    RETURN FOUND;
END $$;

-- What provinces publish of digitisation, by agency and month; an agency's dossiers are those that it decides. NULL: all agencies.
CREATE FUNCTION lt_count_digitisation(wanted bigint, since timestamptz, till timestamptz)
RETURNS TABLE (agency_id bigint, month date, received bigint, digitised bigint, resolved bigint, with_result bigint, reusable bigint,
               reused bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_counting(wanted);
    RETURN QUERY
    WITH came AS (
        SELECT d.id, d.decides_id, d.citizen_id, d.lodged_at, date_trunc('month', d.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month
          FROM dossiers d WHERE d.received_at >= since AND d.received_at < till AND (wanted IS NULL OR d.decides_id = wanted)
    ), papers AS (
        SELECT c.id, c.decides_id, c.month,
               p.source <> 'brought' OR EXISTS (SELECT 1 FROM vault_items i WHERE i.dossier_id = c.id AND i.source = 'paper'
                                                   AND i.source_no = p.no AND i.ended_at IS NULL) AS is_digital,
               p.source <> 'brought' OR p.originals + p.certified + p.copies > 0
                   OR EXISTS (SELECT 1 FROM dossier_files f WHERE f.dossier_id = c.id AND f.paper_no = p.no) AS is_there,
               EXISTS (SELECT 1 FROM vault_uses u WHERE u.dossier_id = c.id AND u.paper_no = p.no) AS is_reused,
               EXISTS (SELECT 1 FROM vault_items i
                        WHERE i.citizen_id = c.citizen_id AND i.dossier_id <> c.id AND i.code = coalesce(nullif(p.type, ''), p.code)
                          AND vault_counts(i.signature)
                          AND i.kept_at <= c.lodged_at AND coalesce(i.ended_at > c.lodged_at, true)
                          AND coalesce(i.valid_from <= (c.lodged_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, true)
                          AND coalesce(i.valid_to >= (c.lodged_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, true)) AS is_held
          FROM came c JOIN dossier_papers p ON p.dossier_id = c.id
    ), received AS (
        SELECT p.id, p.decides_id, p.month, bool_and(p.is_digital) FILTER (WHERE p.is_there) AS whole,
               count(*) FILTER (WHERE p.is_held OR p.is_reused) AS held, count(*) FILTER (WHERE p.is_reused) AS used
          FROM papers p GROUP BY 1, 2, 3
    ), resolved AS (
        SELECT d.decides_id, date_trunc('month', d.resolved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
               EXISTS (SELECT 1 FROM vault_items i WHERE i.dossier_id = d.id AND i.source = 'result' AND vault_counts(i.signature)
                          AND i.ended_at IS NULL)
            OR EXISTS (SELECT 1 FROM dossier_results r JOIN dossier_files f ON f.uid = r.file_uid
                        WHERE r.dossier_id = d.id AND f.verdict IN ('total-passed', 'indeterminate')) AS is_signed
          FROM dossiers d WHERE d.resolved_at >= since AND d.resolved_at < till AND (wanted IS NULL OR d.decides_id = wanted)
    ), sums AS (
        SELECT r.decides_id, r.month, count(r.whole) AS received, count(*) FILTER (WHERE r.whole) AS digitised, 0::bigint AS resolved,
               0::bigint AS with_result, coalesce(sum(r.held), 0)::bigint AS held, coalesce(sum(r.used), 0)::bigint AS used
          FROM received r GROUP BY 1, 2
        UNION ALL
        SELECT r.decides_id, r.month, 0, 0, count(*), count(*) FILTER (WHERE r.is_signed), 0, 0 FROM resolved r GROUP BY 1, 2
    )
    SELECT s.decides_id, s.month, sum(s.received)::bigint, sum(s.digitised)::bigint, sum(s.resolved)::bigint, sum(s.with_result)::bigint,
           sum(s.held)::bigint, sum(s.used)::bigint
      FROM sums s GROUP BY 1, 2 ORDER BY 2 DESC, 1;
END $$;

DO $$
DECLARE
    door text;
BEGIN
    FOREACH door IN ARRAY ARRAY['handled_dossier', 'lt_keep_vault_item', 'lt_agree_vault', 'lt_offer_vault', 'lt_use_vault_item',
                                'lt_vault_of_dossier', 'lt_open_vault_item', 'lt_find_vault_items', 'lt_vault_history',
                                'lt_revoke_vault_item', 'lt_count_digitisation'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', door);
        IF door LIKE 'lt\_%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', door); END IF;
    END LOOP;
END $$;

-- The vault holds contents, too.
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
       AND NOT EXISTS (SELECT FROM vault_items i WHERE i.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM dossier_digitisations d WHERE d.sha256 = b.sha256)
    RETURNING b.sha256
$$;

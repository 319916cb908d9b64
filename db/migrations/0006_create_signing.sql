-- Digital signatures: who signs with which certificate, the files with their signatures and what is thought of them, signatures on
-- their way through a remote service or a desktop plug-in, and what keeps signed files valid for decades.

-- A certificate that an official, or an agency by its registry, signs with here. The private key stays with its holder: a file under its
-- own password, a token, a remote service or the official's own machine.
CREATE TABLE signing_keys (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid            uuid NOT NULL CONSTRAINT signing_key_uid_key UNIQUE,
    agency_id      bigint NOT NULL REFERENCES agencies,
    official_id    bigint REFERENCES officials,  -- NULL: the agency's own key
    holder         text NOT NULL CHECK (holder IN ('pkcs12', 'token', 'remote', 'plugin')),
    place          text NOT NULL DEFAULT '' CHECK (length(place) <= 500),  -- of the key on the token or at the service
    file_sha256    text REFERENCES blobs,        -- PKCS#12 as it was handed in
    certificates   text NOT NULL,                -- PEM: the signer's first, then its issuers
    fingerprint    text NOT NULL,                -- SHA-256 of the certificate, hexadecimal
    subject        text NOT NULL,                -- the name in the certificate
    not_before     timestamptz NOT NULL,
    not_after      timestamptz NOT NULL,
    picture_sha256 text REFERENCES blobs,        -- PNG: the handwritten signature, or the seal
    created_at     timestamptz NOT NULL,
    created_by     bigint NOT NULL,
    ended_at       timestamptz,
    -- With the end of the key its file goes.
    CONSTRAINT signing_key_file_check CHECK (CASE WHEN holder <> 'pkcs12' OR ended_at IS NOT NULL THEN file_sha256 IS NULL
                                                  ELSE file_sha256 IS NOT NULL END)
);
CREATE UNIQUE INDEX signing_key_certificate_key ON signing_keys (agency_id, coalesce(official_id, 0), fingerprint)
    WHERE ended_at IS NULL;
CREATE INDEX signing_key_file ON signing_keys (file_sha256) WHERE file_sha256 IS NOT NULL;
CREATE INDEX signing_key_picture ON signing_keys (picture_sha256) WHERE picture_sha256 IS NOT NULL;
ALTER TABLE signing_keys ENABLE ROW LEVEL SECURITY;
-- Nobody sees a colleague's key; the agency's own is none of those who see only what they are given.
CREATE POLICY own ON signing_keys USING (
    agency_id = current_setting('lt.agency')::bigint
    AND CASE WHEN official_id IS NULL THEN current_setting('lt.reach') = 'agency'
             ELSE official_id = current_setting('lt.official')::bigint END);
GRANT SELECT, INSERT, UPDATE (file_sha256, picture_sha256, ended_at) ON signing_keys TO lt_app;

-- Wrong PINs and passwords within the last minutes: whoever holds a stolen session must not guess on. By certificate, so that ending a
-- key and adding it anew gives no new tries.
CREATE TABLE signing_key_failures (
    agency_id   bigint NOT NULL,
    official_id bigint,
    fingerprint text NOT NULL,
    failed_at   timestamptz NOT NULL
);
CREATE INDEX signing_key_failure_certificate ON signing_key_failures (fingerprint, failed_at);
ALTER TABLE signing_key_failures ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON signing_key_failures USING (
    agency_id = current_setting('lt.agency')::bigint
    AND CASE WHEN official_id IS NULL THEN current_setting('lt.reach') = 'agency'
             ELSE official_id = current_setting('lt.official')::bigint END);
GRANT SELECT, INSERT, DELETE ON signing_key_failures TO lt_app;

-- A signature changes the file before it is issued, and never afterwards; what the drafter had handed in is kept for the way back.
ALTER TABLE document_files
    ADD COLUMN drafted_sha256 text REFERENCES blobs,  -- before the first signature; NULL while there is none
    ADD COLUMN drafted_size   bigint,
    ADD COLUMN places         jsonb,                  -- of number, date and signatures, as corrected by hand; NULL: found from the text
    ADD COLUMN signed         text CHECK (signed IN ('leader', 'agency')),
    ADD COLUMN indication     text CHECK (indication IN ('total-passed', 'total-failed', 'indeterminate', 'unsigned', 'unreadable')),
    ADD COLUMN report         jsonb,                  -- of the validation (EN 319 102-1)
    ADD COLUMN judged_at      timestamptz;
CREATE INDEX document_file_drafted ON document_files (drafted_sha256) WHERE drafted_sha256 IS NOT NULL;
CREATE POLICY sign ON document_files FOR UPDATE USING (
    EXISTS (SELECT 1 FROM documents x WHERE x.id = document_files.document_id AND x.origin = 'own'
            AND x.agency_id = current_setting('lt.agency')::bigint AND x.state <> 'issued' OFFSET 0));
GRANT UPDATE (sha256, size, drafted_sha256, drafted_size, places, signed) ON document_files TO lt_app;

-- All who hold the document read the same report, so no agency's session may write it: only the server's own work.
CREATE FUNCTION lt_put_report(file uuid, content text, indication text, report jsonb, judged timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself writes reports' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Of the content that was judged, not of what the file has become meanwhile.
    UPDATE document_files f SET indication = lt_put_report.indication, report = lt_put_report.report, judged_at = judged
     WHERE f.uid = file AND f.sha256 = content;
END $$;
REVOKE ALL ON FUNCTION lt_put_report(uuid, text, text, jsonb, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_put_report(uuid, text, text, jsonb, timestamptz) TO lt_app;

-- A document with a broken signature is registered for a reason only.
ALTER TABLE incoming_entries ADD COLUMN signature_reason text CHECK (length(signature_reason) BETWEEN 1 AND 1000);

-- A signature that somebody else makes: the service asks the signer, who confirms within minutes. The row and its files are all that is
-- needed to go on after a restart; `uid` is also the number of the request at the service.
CREATE TABLE signing_acts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT signing_act_uid_key UNIQUE,
    agency_id   bigint NOT NULL REFERENCES agencies,
    official_id bigint NOT NULL REFERENCES officials,
    key_uid     uuid NOT NULL REFERENCES signing_keys (uid),
    purpose     text NOT NULL CHECK (purpose IN ('leader', 'agency')),
    -- confirmed: the signatures are there and being put into the files; nobody can cancel it any more.
    state       text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'done', 'undone')),
    transaction text NOT NULL DEFAULT '',       -- as the service names it; '' while it has not answered
    by_code     boolean NOT NULL DEFAULT false, -- confirmed with a code typed here, otherwise in the signer's app
    expires_at  timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    why         jsonb                           -- it was undone: a message
);
CREATE INDEX signing_act_open ON signing_acts (agency_id, official_id) WHERE state IN ('waiting', 'confirmed');
ALTER TABLE signing_acts ENABLE ROW LEVEL SECURITY;
-- Nobody goes on with what somebody else has begun.
CREATE POLICY own ON signing_acts USING (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint);
GRANT SELECT, INSERT, UPDATE (state, transaction, by_code, expires_at, ended_at, why) ON signing_acts TO lt_app;

-- The files of an act, each with a hole where its signature goes. What has changed meanwhile is not signed.
CREATE TABLE signing_act_files (
    act_id           bigint NOT NULL REFERENCES signing_acts ON DELETE CASCADE,
    position         int NOT NULL,
    document_uid     uuid NOT NULL,
    document_version int NOT NULL,
    document_name    text NOT NULL,                     -- what the signer is shown
    file_uid         uuid NOT NULL,
    before_sha256    text NOT NULL,                     -- what is signed
    sha256           text REFERENCES blobs,             -- the same, prepared and with the hole; NULL when the act has ended
    hole_begin       bigint NOT NULL,
    hole_end         bigint NOT NULL,
    digest           bytea NOT NULL,                    -- SHA-256 of what the service signs
    why              jsonb,                             -- this document was not signed: a message
    PRIMARY KEY (act_id, position)
);
CREATE INDEX signing_act_file_blob ON signing_act_files (sha256);
ALTER TABLE signing_act_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON signing_act_files USING (EXISTS (SELECT 1 FROM signing_acts a WHERE a.id = act_id));
GRANT SELECT, INSERT, UPDATE (sha256, why) ON signing_act_files TO lt_app;

-- Copies that the agency certifies (ND 30/2020, art. 25): documents of their own, numbered in one series for all their kinds.
ALTER TABLE document_kinds ADD COLUMN copy_form text NOT NULL DEFAULT '';  -- "SAO Y"; '' for what is no copy
ALTER TABLE documents ADD COLUMN copy_of bigint;                           -- document that this one was copied from, where it is here
CREATE INDEX document_copy ON documents (copy_of) WHERE copy_of IS NOT NULL;

-- The newest version of each issued file with what proves its signatures for decades behind it (PAdES B-LTA); the issued file itself
-- until there is one. What was issued stays as it is.
CREATE TABLE preserved_files (
    file_uid    uuid PRIMARY KEY REFERENCES document_files (uid),
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    sha256      text NOT NULL REFERENCES blobs,
    size        bigint NOT NULL,
    versions    int NOT NULL DEFAULT 0,   -- made so far; 0: only the issued file is there
    made_at     timestamptz,              -- of this version
    renew_by    timestamptz NOT NULL,     -- some time before its last timestamp's certificate or algorithm ends
    tried_at    timestamptz NOT NULL,     -- last
    why         text NOT NULL DEFAULT ''  -- the last try made nothing
);
CREATE INDEX preserved_file_due ON preserved_files (renew_by);
CREATE INDEX preserved_file_document ON preserved_files (document_id);
CREATE INDEX preserved_file_blob ON preserved_files (sha256);
ALTER TABLE preserved_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON preserved_files USING (
    agency_id = current_setting('lt.agency')::bigint
    AND EXISTS (SELECT 1 FROM documents x WHERE x.id = preserved_files.document_id OFFSET 0));
-- The server's own work looks through all agencies for what is due. It gets addresses of files and no word of them.
CREATE POLICY due ON preserved_files FOR SELECT USING (
    current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0);
GRANT SELECT, INSERT, UPDATE (sha256, size, versions, made_at, renew_by, tried_at, why) ON preserved_files TO lt_app;

CREATE OR REPLACE FUNCTION lt_forget_blobs(addresses text[], before timestamptz) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM blobs b WHERE b.sha256 = ANY (addresses) AND b.created_at < before
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.drafted_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM uploads u WHERE u.blob_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_keys k WHERE k.file_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_keys k WHERE k.picture_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_act_files a WHERE a.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM preserved_files p WHERE p.sha256 = b.sha256)
    RETURNING b.sha256
$$;

-- Papers that change hands are signed for: the slip by who gives, the record of what was taken by who takes.

ALTER TABLE hand_over_batches
    ADD COLUMN slip_sha256 text REFERENCES blobs,                -- the slip as it was given
    ADD COLUMN giver_certificate text NOT NULL DEFAULT '',       -- name on the certificate that signed it; '': by name and time alone
    ADD COLUMN closer_certificate text NOT NULL DEFAULT '',      -- likewise of the record, which `sha256` names
    ADD CONSTRAINT hand_over_batches_giver_check CHECK (giver_certificate = '' OR slip_sha256 IS NOT NULL),
    ADD CONSTRAINT hand_over_batches_closer_check CHECK (closer_certificate = '' OR sha256 IS NOT NULL),
    ADD CONSTRAINT hand_over_batches_record_check CHECK (sha256 IS NULL OR state = 'received');
CREATE INDEX hand_over_batches_slip ON hand_over_batches (slip_sha256) WHERE slip_sha256 IS NOT NULL;

-- Only the receiver receives, only the giver takes back, and only what is under way; what was given and what was closed stay as they are.
CREATE OR REPLACE FUNCTION keep_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.slip_sha256, NEW.giver_certificate) IS DISTINCT FROM (OLD.slip_sha256, OLD.giver_certificate)
       OR OLD.state <> 'given' AND
          (NEW.state, NEW.closed_at, NEW.closed_by, NEW.closer_name, NEW.closer_title, NEW.closer_certificate, NEW.refused, NEW.sha256)
          IS DISTINCT FROM
          (OLD.state, OLD.closed_at, OLD.closed_by, OLD.closer_name, OLD.closer_title, OLD.closer_certificate, OLD.refused, OLD.sha256)
       OR OLD.state = 'given' AND NEW.state = 'received' AND NEW.receiver_id <> current_setting('lt.agency')::bigint
       OR OLD.state = 'given' AND NEW.state = 'withdrawn' AND NEW.giver_id <> current_setting('lt.agency')::bigint THEN
        RAISE EXCEPTION 'a batch is closed once, by its side' USING ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_batches_kept_check';
    END IF;
    RETURN NEW;
END $$;
GRANT UPDATE (closer_certificate) ON hand_over_batches TO lt_app;

-- Slips hold contents, too.
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
    RETURNING b.sha256
$$;

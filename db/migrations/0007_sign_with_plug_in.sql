-- Signatures that a program on the signer's own machine makes. It is given the prepared file and brings it back signed, so these acts have
-- no hole in their files (hole_begin = hole_end = 0, an empty digest) and end document by document.
ALTER TABLE signing_act_files
    ADD COLUMN delivered_sha256 text REFERENCES blobs,  -- as it came back; NULL when the act has ended
    ADD COLUMN closed_at        timestamptz;            -- its document was signed with it
CREATE INDEX signing_act_file_delivered ON signing_act_files (delivered_sha256) WHERE delivered_sha256 IS NOT NULL;
GRANT UPDATE (delivered_sha256, closed_at) ON signing_act_files TO lt_app;

-- Whether this session of the acting official is still there: what the program brings counts only as long. No agency's transaction can
-- read sessions; this one learns no more than what it asks.
CREATE FUNCTION lt_logged_in(session bytea, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM sessions s JOIN accounts a ON a.id = s.account_id
                    WHERE s.token_hash = session AND s.stage = 'full' AND s.expires_at > at AND a.disabled_at IS NULL
                      AND a.official_id = current_setting('lt.official')::bigint)
$$;
REVOKE ALL ON FUNCTION lt_logged_in(bytea, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_logged_in(bytea, timestamptz) TO lt_app;

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
    RETURNING b.sha256
$$;

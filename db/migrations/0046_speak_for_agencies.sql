-- Who speaks for whom: connected systems for agencies that decide dossiers or give opinions on them, and the desk for all of them to the citizen.

-- ---- Connected systems ----------------------------------------------------------------------------------------------------

-- 'dossiers:handle': steps of specialists and of the registry, and results. 'dossiers:decide': steps of leaders.
ALTER TABLE system_rights DROP CONSTRAINT system_rights_name_check;
ALTER TABLE system_rights ADD CONSTRAINT system_rights_name_check
    CHECK (name IN ('dossiers:lodge', 'dossiers:receive', 'dossiers:read', 'dossiers:handle', 'dossiers:decide', 'portal'));

-- What a system did to a dossier, by the key of its own making: the same call again does nothing, another one with the same key is a mistake.
-- Written with what was done; a lodging's key stands in dossier_systems.
CREATE TABLE system_calls (
    system_id  bigint NOT NULL REFERENCES connected_systems,
    key        text NOT NULL CONSTRAINT system_calls_length_check CHECK (length(key) BETWEEN 1 AND 200),
    dossier_id bigint NOT NULL REFERENCES dossiers,
    agency_id  bigint NOT NULL,                        -- in whose scope it was done
    digest     text NOT NULL,                          -- SHA-256 of path and body
    at         timestamptz NOT NULL,
    CONSTRAINT system_calls_key PRIMARY KEY (system_id, key)
);
CREATE INDEX system_calls_dossier ON system_calls (dossier_id);
ALTER TABLE system_calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON system_calls FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY own_insert ON system_calls FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
GRANT SELECT, INSERT ON system_calls TO lt_app;

-- ---- The desk --------------------------------------------------------------------------------------------------------------

-- A request to the citizen for more papers goes through the desk that received the dossier, whoever lacks them: it stands in the desk's book and
-- under its head. This is the next number of that book, for the agency that decides.
CREATE FUNCTION lt_desk_number(dossier bigint, of_period text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    desk   bigint;
    number bigint;
BEGIN
    SELECT d.agency_id INTO desk FROM dossiers d
     WHERE d.id = dossier AND d.decides_id = current_setting('lt.agency')::bigint;
    IF desk IS NULL THEN
        RAISE EXCEPTION 'only who decides the dossier asks through its desk' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO dossier_series AS s (agency_id, book, period, last) VALUES (desk, 'supplement', of_period, 1)
        ON CONFLICT (agency_id, book, period) DO UPDATE SET last = s.last + 1 RETURNING last INTO number;
    RETURN number;
END $$;
REVOKE ALL ON FUNCTION lt_desk_number(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_desk_number(bigint, text) TO lt_app;
CREATE POLICY desk_insert ON dossier_slips FOR INSERT WITH CHECK (
    kind = 'supplement' AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id AND d.agency_id = dossier_slips.agency_id
                                                               AND d.decides_id = current_setting('lt.agency')::bigint OFFSET 0));

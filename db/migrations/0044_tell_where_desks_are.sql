-- Where an agency's one-stop desk is: told to whoever has to go there. And the agency's administrator changes how codes of its dossiers look.
CREATE TABLE dossier_desks (
    agency_id  bigint PRIMARY KEY REFERENCES agencies,
    address    text NOT NULL CHECK (address <> '' AND length(address) <= 500),
    phone      text NOT NULL DEFAULT '' CHECK (length(phone) <= 50),
    changed_at timestamptz NOT NULL,
    changed_by bigint NOT NULL REFERENCES officials
);
COMMENT ON TABLE dossier_desks IS 'Where the one-stop desk of an agency is; for everybody';

ALTER TABLE dossier_desks ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON dossier_desks FOR SELECT USING (true);
CREATE POLICY own_insert ON dossier_desks FOR INSERT WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own_update ON dossier_desks FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint)
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT, UPDATE ON dossier_desks TO lt_app;

-- The operator's is the province's. A second change on one day overwrites the first; the journal has both.
CREATE POLICY own_insert ON dossier_code_templates FOR INSERT WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own_update ON dossier_code_templates FOR UPDATE USING (agency_id = current_setting('lt.agency')::bigint)
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY platform_update ON dossier_code_templates FOR UPDATE USING (administers_all() AND agency_id IS NULL)
    WITH CHECK (administers_all() AND agency_id IS NULL);
GRANT UPDATE (template, basis) ON dossier_code_templates TO lt_app;

-- Whose citizens have not supplemented in their time.
CREATE INDEX dossiers_supplement ON dossiers (agency_id, supplement_by, id) WHERE state = 'supplement';
CREATE INDEX dossiers_supplement_decided ON dossiers (decides_id, supplement_by, id) WHERE state = 'supplement';

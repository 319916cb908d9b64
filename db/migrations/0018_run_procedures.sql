-- Procedures that are ready to run: what the province adds to a record (process, form, decisions, rules of time, kinds of papers and results)
-- is one more JSON text of the version. A draft is edited by the operator, or dropped; the files of a release come without an official.
ALTER TABLE procedure_versions
    ADD COLUMN ready      json NOT NULL DEFAULT '{}',         -- as src/procedures/ready.h writes it
    ADD COLUMN runnable   boolean NOT NULL DEFAULT false,     -- names a process
    ADD COLUMN drafted_by bigint REFERENCES officials,        -- who edited it; NULL: an import, or a file of the release
    DROP CONSTRAINT procedure_versions_approved_check,
    ADD CONSTRAINT procedure_versions_approved_check
        CHECK (num_nulls(valid_from, approved_at) = CASE state WHEN 'approved' THEN 0 ELSE 2 END
               AND (state = 'approved' OR approved_by IS NULL));   -- NULL and approved: by the platform, from a file

-- Nobody approves, or edits, in another one's name.
ALTER POLICY platform_update ON procedure_versions WITH CHECK (
    CASE WHEN state = 'draft'
         THEN drafted_by IS NULL OR drafted_by = current_setting('lt.official')::bigint
         ELSE valid_to IS NOT NULL OR approved_by IS NOT DISTINCT FROM nullif(current_setting('lt.official')::bigint, 0) END);
ALTER POLICY platform_insert ON procedure_versions WITH CHECK (
    administers_all() AND state = 'draft' AND (drafted_by IS NULL OR drafted_by = current_setting('lt.official')::bigint));
CREATE POLICY platform_delete ON procedure_versions FOR DELETE USING (administers_all() AND state = 'draft');
GRANT DELETE ON procedure_versions TO lt_app;

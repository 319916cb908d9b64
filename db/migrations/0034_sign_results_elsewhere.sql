-- Results of dossiers and electronic copies are signed at a remote service and by the plug-in on the signer's own machine, too.
ALTER TABLE signing_acts DROP CONSTRAINT signing_acts_purpose_check;
ALTER TABLE signing_acts ADD CONSTRAINT signing_acts_purpose_check
    CHECK (purpose IN ('leader', 'agency', 'result', 'result_seal', 'copy'));

-- What the feature that began an act needs to know when it ends; its member "until_end" goes with the act.
ALTER TABLE signing_act_files ADD COLUMN detail jsonb NOT NULL DEFAULT '{}';
GRANT UPDATE (detail) ON signing_act_files TO lt_app;

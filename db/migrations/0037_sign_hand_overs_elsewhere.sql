-- The slips of hand-overs and the records of what was taken are signed at a remote service and by the plug-in on the signer's own machine, too.
ALTER TABLE signing_acts DROP CONSTRAINT signing_acts_purpose_check;
ALTER TABLE signing_acts ADD CONSTRAINT signing_acts_purpose_check
    CHECK (purpose IN ('leader', 'agency', 'result', 'result_seal', 'copy', 'give_dossiers', 'give_results', 'take_dossiers', 'take_results'));

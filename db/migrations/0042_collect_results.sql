-- A citizen takes the electronic copy of a result from the page for everybody: by the dossier's code, the last four digits of a number, and
-- the code that stands on the receipt only. Codes of dossiers follow each other and four digits can be guessed; the receipt can't.

-- The paper originals that were taken in when the result was handed over, as of a licence that another one replaces; "": none.
ALTER TABLE dossier_returns ADD COLUMN originals_taken text NOT NULL DEFAULT '';

-- Gives 'open' with where the dossier is, 'wrong', 'closed', or 'none'. Wrong codes count as wrong digits do, five of a day together.
CREATE FUNCTION lt_collector_of(wanted text, digits text, secret text) RETURNS TABLE (answer text, uid uuid, agency_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    it record;
BEGIN
    SELECT p.answer, p.uid, p.agency_id INTO it FROM lt_person_of(wanted, digits) p;
    IF it.answer = 'open' AND NOT EXISTS (
        SELECT FROM dossier_slips s JOIN dossiers d ON d.id = s.dossier_id
         WHERE d.uid = it.uid AND s.kind = 'receipt' AND secret <> '' AND s.content ->> 'collect' = secret)
    THEN
        UPDATE dossier_tries t SET tries = t.tries + 1 FROM dossiers d WHERE d.uid = it.uid AND t.dossier_id = d.id;
        RETURN QUERY SELECT 'wrong', NULL::uuid, NULL::bigint;
        RETURN;
    END IF;
    RETURN QUERY SELECT it.answer, it.uid, it.agency_id;
END $$;
REVOKE ALL ON FUNCTION lt_collector_of(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_collector_of(text, text, text) TO lt_app;

-- A document may be asked back again from whoever did not agree: the request begins anew, and so does the answer to the sender elsewhere.

GRANT UPDATE (reason, requested_at, requested_by) ON recalls TO lt_app;
CREATE POLICY ask_again ON recalls FOR UPDATE
    USING (sender_id = current_setting('lt.agency')::bigint AND answer = 'refused')
    WITH CHECK (sender_id = current_setting('lt.agency')::bigint AND answer IS NULL);

GRANT UPDATE (words, staff, unit_id, at) ON axis_statuses TO lt_app;

CREATE OR REPLACE FUNCTION lt_recall_from_axis(issuers text[], exchange text, agencies bigint[], why text, asked timestamptz) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wanted record;
    made   bigint[];
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself speaks for the axis' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT x.id, x.uid INTO wanted FROM documents x
     WHERE x.issuer_code = ANY(issuers) AND x.exchange_id = exchange AND x.origin = 'axis' FOR SHARE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    WITH made_now AS (
        INSERT INTO recalls (delivery_id, document_id, sender_id, agency_id, reason, requested_at, requested_by)
        SELECT d.id, d.document_id, 0, d.agency_id, why, asked, 0 FROM deliveries d
         WHERE d.document_id = wanted.id AND d.agency_id = ANY(agencies) AND d.state NOT IN ('refused', 'recalled')
        ON CONFLICT (delivery_id) DO UPDATE
           SET reason = excluded.reason, requested_at = excluded.requested_at, answer = NULL, answer_reason = NULL, answered_at = NULL
         WHERE recalls.answer = 'refused' AND recalls.answered_at < excluded.requested_at
        RETURNING agency_id),
    told AS (
        INSERT INTO document_events (document_id, agency_id, action, shared, detail, at)
        SELECT wanted.id, m.agency_id, 'recall_wanted', false, why, asked FROM made_now m),
    kept AS (
        INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail)
        SELECT asked, m.agency_id, 0, current_setting('lt.request'), 'document.recall_wanted', wanted.uid::text, '{}' FROM made_now m)
    SELECT coalesce(array_agg(agency_id), '{}') INTO made FROM made_now;
    RETURN made;
END $$;

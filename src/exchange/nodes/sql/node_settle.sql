-- The receipts are here: the dispatches are over. Gives those of whose documents something more waits for that.
-- $1 [{system, dispatch, receipt, signature (base64), outcomes: [{code, why}]}]: `why` where an agency did not take it  $2 now
WITH given AS (
    SELECT * FROM json_to_recordset($1::json) AS g (system bigint, dispatch uuid, receipt text, signature text, outcomes json)),
done AS (DELETE FROM node_outbox o USING given g WHERE o.uid = g.dispatch AND o.system_id = g.system
         RETURNING o.uid, o.message_id, o.system_id, o.document_id, g.receipt, g.signature, g.outcomes),
kept AS (
    INSERT INTO node_receipts (dispatch, message_id, system_id, receipt, signature, received_at)
    SELECT uid, message_id, system_id, receipt, decode(signature, 'base64'), $2::timestamptz FROM done),
settled AS (
    -- OFFSET 0: the outcomes of a receipt are read once, and not for each item of its message.
    UPDATE axis_items i SET state = CASE WHEN r.why IS NULL THEN 'done' ELSE 'fail' END, why = coalesce(r.why, ''),
           changed_at = $2::timestamptz
      FROM (SELECT d.message_id, d.system_id, m.kind, o.code, o.why
              FROM done d JOIN axis_messages m ON m.id = d.message_id, json_to_recordset(d.outcomes) AS o (code text, why text)
            OFFSET 0) r
     WHERE i.message_id = r.message_id AND i.to_code = r.code AND i.system_id = r.system_id AND i.kind = r.kind
       AND i.state IN ('initial', 'processing'))
SELECT d.uid FROM done d
 WHERE EXISTS (SELECT 1 FROM node_outbox o WHERE o.system_id = d.system_id AND o.document_id = d.document_id AND o.uid <> d.uid OFFSET 0)

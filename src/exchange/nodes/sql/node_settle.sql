-- The receipts are here: the dispatches are over. Gives those of whose documents something more waits for that.
-- $1 [{dispatch, receipt, signature (base64), outcomes: [{code, why}]}]: `why` where an agency did not take it  $2 now
WITH given AS (
    SELECT * FROM json_to_recordset($1::json) AS g (dispatch uuid, receipt text, signature text, outcomes json)),
done AS (DELETE FROM node_outbox o USING given g WHERE o.uid = g.dispatch
         RETURNING o.uid, o.message_id, o.system_id, o.document_id, g.receipt, g.signature, g.outcomes),
kept AS (
    INSERT INTO node_receipts (dispatch, message_id, system_id, receipt, signature, received_at)
    SELECT uid, message_id, system_id, receipt, decode(signature, 'base64'), $2::timestamptz FROM done),
settled AS (
    UPDATE axis_items i SET state = CASE WHEN r.why IS NULL THEN 'done' ELSE 'fail' END, why = coalesce(r.why, ''),
           changed_at = $2::timestamptz
      FROM done d JOIN axis_messages m ON m.id = d.message_id, json_to_recordset(d.outcomes) AS r (code text, why text)
     WHERE i.message_id = d.message_id AND i.system_id = d.system_id AND i.kind = m.kind AND i.to_code = r.code
       AND i.state IN ('initial', 'processing'))
SELECT d.uid FROM done d
 WHERE EXISTS (SELECT 1 FROM node_outbox o WHERE o.system_id = d.system_id AND o.document_id = d.document_id AND o.uid <> d.uid OFFSET 0)

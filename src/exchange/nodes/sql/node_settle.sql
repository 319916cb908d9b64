-- The receipt is here: the dispatch is over. Tells whether something of the same document waits for that.
-- $1 dispatch  $2 codes that took it  $3 codes that did not  $4 why not, one each  $5 receipt  $6 signature  $7 now
WITH done AS (DELETE FROM node_outbox WHERE uid = $1::uuid RETURNING uid, message_id, system_id, document_id),
kept AS (
    INSERT INTO node_receipts (dispatch, message_id, system_id, receipt, signature, received_at)
    SELECT uid, message_id, system_id, $5, $6::bytea, $7::timestamptz FROM done),
settled AS (
    UPDATE axis_items i SET state = CASE WHEN r.why IS NULL THEN 'done' ELSE 'fail' END, why = coalesce(r.why, ''),
           changed_at = $7::timestamptz
      FROM done d JOIN axis_messages m ON m.id = d.message_id,
           (SELECT unnest($2::text[]) AS code, NULL AS why UNION ALL SELECT * FROM unnest($3::text[], $4::text[])) AS r (code, why)
     WHERE i.message_id = d.message_id AND i.system_id = d.system_id AND i.kind = m.kind AND i.to_code = r.code
       AND i.state IN ('initial', 'processing'))
SELECT d.system_id, EXISTS (SELECT 1 FROM node_outbox o WHERE o.system_id = d.system_id AND o.document_id = d.document_id
                               AND o.uid <> d.uid) AS more
  FROM done d

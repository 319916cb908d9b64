-- Into the inbox; gives those that are new. The arrays are of one length.
-- $1 systems  $2 dispatches  $3 notes  $4 their signatures (base64)  $5 receipts  $6 their signatures (base64)  $7 now
INSERT INTO node_inbox (system_id, dispatch, note, note_signature, receipt, signature, received_at)
SELECT w.system, w.dispatch, w.note, decode(w.note_signature, 'base64'), w.receipt, decode(w.signature, 'base64'), $7::timestamptz
  FROM unnest($1::bigint[], $2::text[]::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS w (system, dispatch, note, note_signature, receipt, signature)
 ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING system_id, dispatch

-- What was answered to those of the dispatches that are here already. The arrays are of one length.
-- $1 systems  $2 dispatches
SELECT i.system_id, i.dispatch, i.receipt, i.signature
  FROM unnest($1::bigint[], $2::text[]::uuid[]) AS w (system, dispatch)
  JOIN node_inbox i ON i.system_id = w.system AND i.dispatch = w.dispatch

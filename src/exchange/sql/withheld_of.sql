-- $1 system
SELECT doc_id, attempts, given_up FROM axis_withheld WHERE system_id = $1::bigint

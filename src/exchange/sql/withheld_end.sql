-- $1 system  $2 ids at the axis
DELETE FROM axis_withheld WHERE system_id = $1::bigint AND doc_id = ANY ($2::text[])

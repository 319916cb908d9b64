-- What was answered to a dispatch that is here already.
-- $1 system  $2 dispatch
SELECT receipt, signature FROM node_inbox WHERE system_id = $1::bigint AND dispatch = $2::uuid

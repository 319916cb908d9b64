-- Messages with the document that did not get there, by identity code.
-- $1 document
SELECT to_code, why FROM lt_transport_of($1) WHERE state IN ('fail', 'given_up') ORDER BY changed_at

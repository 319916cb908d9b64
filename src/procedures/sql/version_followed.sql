-- When the version that follows another one was approved; no row: it is the newest.
-- $1 uid
SELECT f.approved_at FROM procedure_versions v JOIN procedure_versions f ON f.procedure_id = v.procedure_id
 WHERE v.uid = $1::uuid AND f.state = 'approved' AND f.version > v.version ORDER BY f.version LIMIT 1

-- One version, also a draft.
-- $1 uid
SELECT v.uid, p.code, v.version, v.state, v.content::text AS content, v.ready::text AS ready, v.issues, v.valid_from, v.valid_to
  FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE v.uid = $1

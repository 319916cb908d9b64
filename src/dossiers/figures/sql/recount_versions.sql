-- For the recount: versions that were approved before a moment and in force on a day, with all that they say.
-- $1 day  $2 moment
SELECT v.procedure_id, v.content::text AS content, v.ready::text AS ready
  FROM procedure_versions v
 WHERE v.state = 'approved' AND v.approved_at < $2::timestamptz AND v.valid_from <= $1::date AND (v.valid_to IS NULL OR v.valid_to >= $1::date)

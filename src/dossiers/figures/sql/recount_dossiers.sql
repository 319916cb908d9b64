-- For the recount: dossiers that an agency decides or received, of a span, as they stand in their rows; and who had that part of them at the
-- moment, where they moved later.
-- $1 agency  $2 from  $3 before  $4 as of  $5 id of the row before  $6 limit
SELECT d.id, d.procedure_id, d.way, d.received_at, d.first_due_at, d.life::text AS life, d.decides_id = $1::bigint AS decides,
       d.agency_id = $1::bigint AS receives,
       (SELECT m.from_id FROM dossier_moves m WHERE m.dossier_id = d.id AND m.decided AND m.at >= $4::timestamptz ORDER BY m.no LIMIT 1)
           AS decided_then,
       (SELECT m.from_id FROM dossier_moves m WHERE m.dossier_id = d.id AND m.received AND m.at >= $4::timestamptz ORDER BY m.no LIMIT 1)
           AS received_then
  FROM dossiers d
 WHERE (d.decides_id = $1::bigint OR d.agency_id = $1::bigint)
   AND d.received_at >= $2::timestamptz AND d.received_at < $3::timestamptz AND d.id > $5::bigint
 ORDER BY d.id LIMIT $6::int

-- The dossiers behind a number of a report, the oldest first, from behind a row.
-- $1 agency  $2 from  $3 edge  $4 origins (text[])  $5 outcomes (text[])  $6 field, NULL for all, 0 for none
-- $7 received_at and $8 id of the row before (NULL: from the first)  $9 limit
SELECT d.id, d.uid, d.code, v.name AS procedure, d.owner_name, d.state, d.way, d.received_at, d.due_at, d.first_due_at,
       coalesce(d.resolved_at, d.ended_at) AS ended_at
  FROM dossiers d JOIN procedure_versions v ON v.id = d.version_id
 WHERE d.decides_id = $1::bigint AND d.received_at IS NOT NULL AND d.received_at < $3::timestamptz
   AND coalesce(d.resolved_at, d.ended_at, 'infinity') >= $2::timestamptz
   AND dossier_origin(d.received_at, $2::timestamptz, d.way) = ANY ($4::text[])
   AND dossier_outcome(d.due_at, coalesce(d.resolved_at, d.ended_at), $3::timestamptz,
                       dossier_day($3::timestamptz - interval '1 microsecond')) = ANY ($5::text[])
   AND NOT EXISTS (SELECT 1 FROM dossier_moves m WHERE m.dossier_id = d.id AND m.decided AND m.at >= $3::timestamptz)
   AND ($6::bigint IS NULL OR coalesce(d.field_id, 0) = $6::bigint)
   AND ($7::timestamptz IS NULL OR (d.received_at, d.id) > ($7::timestamptz, $8::bigint))
 ORDER BY d.received_at, d.id LIMIT $9::int

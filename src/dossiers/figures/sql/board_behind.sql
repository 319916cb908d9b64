-- The dossiers behind a number of the board, the oldest first, from behind a row.
-- $1 agency  $2 states (text[])  $3 due from, or NULL  $4 due before, or NULL  $5 field, NULL for all, 0 for none
-- $6 lodged_at and $7 id of the row before (NULL: from the first)  $8 limit
SELECT d.id, d.uid, d.code, v.name AS procedure, d.owner_name, d.state, d.way, d.lodged_at AS received_at, d.due_at, d.first_due_at,
       coalesce(d.resolved_at, d.ended_at) AS ended_at
  FROM dossiers d JOIN procedure_versions v ON v.id = d.version_id
 WHERE d.decides_id = $1::bigint AND d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') AND d.state = ANY ($2::text[])
   AND ($3::timestamptz IS NULL OR d.due_at >= $3::timestamptz) AND ($4::timestamptz IS NULL OR d.due_at < $4::timestamptz)
   AND ($5::bigint IS NULL OR coalesce(d.field_id, 0) = $5::bigint)
   AND ($6::timestamptz IS NULL OR (d.lodged_at, d.id) > ($6::timestamptz, $7::bigint))
 ORDER BY d.lodged_at, d.id LIMIT $8::int

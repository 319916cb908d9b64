-- The question that waits at the tablet of an official.
-- $1 agency  $2 official  $3 now
SELECT a.id, a.uid, a.agency_id, a.official_id, a.official_name, a.form, a.owner_kind, a.owner_number, a.owner_name, a.purpose, a.purpose_name,
       a.papers, a.types, a.sources, a.way, a.asked_at, a.expires_at, a.replaced, a.answer, a.answered_at, s.name AS screen, a.slip_sha256, a.taken_by, a.scan_uid,
       a.withdrawn_at, a.withdrawn_by
  FROM vault_asks a LEFT JOIN rating_screens s ON s.id = a.screen_id
 WHERE a.agency_id = $1::bigint AND a.official_id = $2::bigint AND a.way = 'tablet' AND a.answer IS NULL AND NOT a.replaced
   AND a.expires_at >= $3::timestamptz

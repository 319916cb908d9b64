-- What a citizen was asked for a form, the last question first.
-- $1 form
SELECT a.id, a.uid, a.agency_id, a.official_id, a.official_name, a.form, a.owner_kind, a.owner_number, a.owner_name, a.purpose, a.purpose_name,
       a.papers, a.types, a.sources, a.way, a.asked_at, a.expires_at, a.replaced, a.answer, a.answered_at, s.name AS screen, a.slip_sha256, a.taken_by, a.scan_uid,
       a.withdrawn_at, a.withdrawn_by
  FROM vault_asks a LEFT JOIN rating_screens s ON s.id = a.screen_id
 WHERE a.form = $1::uuid ORDER BY a.id DESC

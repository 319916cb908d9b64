-- What a dossier took from connected databases; of what the citizen has withdrawn only that it was used.
-- $1 dossier
SELECT h.uid, h.ask_id, h.source, h.code, h.name, CASE WHEN a.withdrawn_at IS NULL THEN h.number ELSE '' END AS number,
       CASE WHEN a.withdrawn_at IS NULL THEN h.issuer ELSE '' END AS issuer, h.file_name, h.place, h.media_type,
       CASE WHEN a.withdrawn_at IS NULL THEN h.sha256 END AS sha256, h.paper_no, a.withdrawn_at IS NOT NULL AS withdrawn
  FROM held_papers h JOIN vault_asks a ON a.id = h.ask_id WHERE h.dossier_id = $1::bigint ORDER BY h.paper_no, h.id

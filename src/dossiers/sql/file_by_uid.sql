-- A scan, a paper or a result that was taken out of the dossier is nobody's to see; drafts that newer ones stand for are.
-- $1 dossier  $2 file
SELECT uid, coalesce(paper_no, -1) AS paper_no, kind, name, media_type, size, sha256, verdict, replaced_at, added_at, added_by
  FROM dossier_files WHERE dossier_id = $1::bigint AND uid = $2::uuid AND (replaced_at IS NULL OR kind = 'draft')

-- What sources hold by a question to the citizen, and nobody took yet.
-- $1 question
SELECT uid, ask_id, source, code, name, number, issuer, file_name, place, media_type, sha256, paper_no, false AS withdrawn
  FROM held_papers WHERE ask_id = $1::bigint AND dossier_id IS NULL ORDER BY id

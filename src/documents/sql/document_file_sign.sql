-- Puts the signed content in place of the one that was signed; nothing when that is no longer there. What the drafter had handed in
-- is kept for the way back.
-- $1 file (uid)   $2 content before   $3 content   $4 size   $5 signed ('leader', 'agency')
UPDATE document_files SET drafted_sha256 = coalesce(drafted_sha256, sha256), drafted_size = coalesce(drafted_size, size),
       sha256 = $3, size = $4, signed = $5
 WHERE uid = $1 AND sha256 = $2 RETURNING uid

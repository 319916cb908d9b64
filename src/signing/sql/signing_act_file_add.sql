-- $1 act  $2 position  $3 what is signed (uid)  $4 its version  $5 its name  $6 file (uid)  $7 content before  $8 content with the hole
-- $9 hole's begin  $10 hole's end  $11 digest  $12 detail (JSON)
INSERT INTO signing_act_files (act_id, position, document_uid, document_version, document_name, file_uid, before_sha256, sha256,
                               hole_begin, hole_end, digest, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb)

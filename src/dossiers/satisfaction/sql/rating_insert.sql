-- $1 dossier  $2 way  $3 level  $4 reasons (text[])  $5 remark  $6 now
INSERT INTO dossier_ratings (dossier_id, way, level, reasons, remark, at)
VALUES ($1::bigint, $2, $3, $4::text[], $5, $6::timestamptz)

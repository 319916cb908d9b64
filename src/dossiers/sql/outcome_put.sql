-- $1 dossier  $2 no, or -1 for one more  $3 code  $4 name  $5 number  $6 issued_on  $7 signer  $8 file or NULL  $9 why it is on paper
INSERT INTO dossier_results AS r (dossier_id, no, code, name, number, issued_on, signer, file_uid, paper_why)
VALUES ($1::bigint, CASE WHEN $2::int >= 0 THEN $2::int ELSE
            (SELECT coalesce(max(x.no) + 1, 0) FROM dossier_results x WHERE x.dossier_id = $1::bigint) END, $3, $4, $5, $6::date, $7,
        $8::uuid, $9)
ON CONFLICT (dossier_id, no) DO UPDATE SET name = EXCLUDED.name, number = EXCLUDED.number, issued_on = EXCLUDED.issued_on,
       signer = EXCLUDED.signer, file_uid = coalesce(EXCLUDED.file_uid, r.file_uid), paper_why = EXCLUDED.paper_why
RETURNING no

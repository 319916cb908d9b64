-- A new draft; no row comes back when the form was sent before.
-- $1 uid  $2 dossier  $3 agency  $4 code  $5 name  $6 fields  $7 file  $8 own_file  $9 has_seal  $10 signer  $11 its name
-- $12 its title  $13 drafted_by  $14 now
INSERT INTO dossier_drafts (uid, dossier_id, agency_id, code, name, state, fields, file_uid, own_file, has_seal, signer_id, signer,
                            signer_title, drafted_by, drafted_at)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5, 'draft', $6::json, $7::uuid, $8::boolean, $9::boolean, $10::bigint, $11, $12,
        $13::bigint, $14::timestamptz)
ON CONFLICT (uid) DO NOTHING RETURNING id

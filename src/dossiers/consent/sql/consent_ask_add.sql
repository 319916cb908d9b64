-- No row where another question of the official was written at the same moment.
-- $1 uid  $2 agency  $3 official  $4 name of the official  $5 form  $6 kind  $7 number  $8 name  $9 purpose  $10 in words  $11 papers (text[])
-- $12 their types (text[])  $13 way  $14 now  $15 expires  $16 sources beside the vault (text[])
INSERT INTO vault_asks (uid, agency_id, official_id, official_name, form, owner_kind, owner_number, owner_name, purpose, purpose_name, papers,
                        types, way, asked_at, expires_at, sources)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5::uuid, $6, $7, $8, $9, $10, $11::text[], $12::text[], $13, $14::timestamptz,
        $15::timestamptz, $16::text[])
ON CONFLICT DO NOTHING

-- $1 uid  $2 agency  $3 official or NULL  $4 holder  $5 place  $6 file or NULL  $7 certificates  $8 fingerprint  $9 subject
-- $10 not before  $11 not after  $12 now  $13 by
INSERT INTO signing_keys (uid, agency_id, official_id, holder, place, file_sha256, certificates, fingerprint, subject, not_before,
                          not_after, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- $1 uid  $2 now
UPDATE process_definitions SET retired_at = $2::timestamptz WHERE uid = $1::uuid AND retired_at IS NULL RETURNING agency_id

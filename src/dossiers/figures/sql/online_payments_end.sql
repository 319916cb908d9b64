-- They can't any more; of what goes on.
-- $1 ids (bigint[])  $2 agency, or 0 for the whole province  $3 first day without it  $4 reason  $5 now  $6 official
UPDATE procedure_online_payments SET until = $3::date, end_reason = $4, ended_at = $5::timestamptz, ended_by = $6::bigint
 WHERE id = ANY ($1::bigint[]) AND coalesce(agency_id, 0) = $2::bigint AND until IS NULL

-- Dossiers of a report by agency, field, where they come from and how they stand.
-- $1 agency, 0 for all  $2 from  $3 edge: the end of the span, or now
SELECT agency_id, field_id, origin, outcome, n FROM lt_count_report(nullif($1::bigint, 0), $2::timestamptz, $3::timestamptz)

-- Cancels what forms left unused of the years before.
-- $1 this year  $2 taken before  $3 now
SELECT agency_id, batch_uid, kind, year, number FROM lt_cancel_hand_over_numbers($1::int, $2::timestamptz, $3::timestamptz)

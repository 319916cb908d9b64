-- $1 year  $2 its begin  $3 its end
SELECT waiting, stray FROM audit_unsealed($1::integer, $2::timestamptz, $3::timestamptz)

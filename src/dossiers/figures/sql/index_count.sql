-- What the index of a period is made of, of every agency that has something to count.
-- $1 from  $2 until  $3 as of  $4 codes of procedures that certify copies (text[])  $5 codes of the population database (text[])
SELECT agency_id, measure, numerator, denominator
  FROM lt_count_indices($1::timestamptz, $2::timestamptz, $3::timestamptz, $4::text[], $5::text[])

-- Periods that are kept and were counted as of a day or later.
-- $1 day
SELECT period, starts_on FROM index_counts WHERE as_of > $1::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' ORDER BY starts_on, period

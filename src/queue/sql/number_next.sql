-- The next number of a kind of service on a day; the row stays locked until the transaction ends.
-- $1 group  $2 day
INSERT INTO queue_numbers AS n (group_id, day, desk_id, agency_id, last)
SELECT g.id, $2::date, g.desk_id, g.agency_id, 1 FROM queue_groups g WHERE g.id = $1
ON CONFLICT (group_id, day) DO UPDATE SET last = n.last + 1 RETURNING last

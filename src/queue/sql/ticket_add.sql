-- A ticket and its first turn.
-- $1 uid  $2 group  $3 day  $4 number  $5 now  $6 kiosk  $7 official
WITH ticket AS (
    INSERT INTO queue_tickets (uid, desk_id, agency_id, group_id, day, number, taken_at, kiosk_id, taken_by)
    SELECT $1::uuid, g.desk_id, g.agency_id, g.id, $3::date, $4::int, $5::timestamptz, $6::bigint, $7::bigint
      FROM queue_groups g WHERE g.id = $2
    RETURNING id, desk_id, agency_id, group_id, day, taken_at)
INSERT INTO queue_turns (ticket_id, desk_id, agency_id, group_id, day, queued_at)
SELECT id, desk_id, agency_id, group_id, day, taken_at FROM ticket

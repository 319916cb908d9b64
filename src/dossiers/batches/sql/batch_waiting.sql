-- How much waits to be handed over, by who is to receive it.
-- $1 agency  $2 kind  $3 begin of the day
SELECT receiver_id, count(*) AS all, count(*) FILTER (WHERE ready_at >= $3::timestamptz) AS today
  FROM hand_over_waiting WHERE giver_id = $1::bigint AND kind = $2::text GROUP BY receiver_id ORDER BY 2 DESC, 1

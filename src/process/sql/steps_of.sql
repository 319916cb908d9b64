-- What an instance waits for and what it went through at last, in the order of its beginning.
-- $1 instance  $2 at most, of each
SELECT * FROM ((SELECT no, element, kind, title, performer_id, coalesce(assignee_id, 0) AS official_id, '' AS outcome, opened_at, due_at,
                       paused_at, NULL::timestamptz AS ended_at, trouble
                  FROM process_waits WHERE instance_id = $1::bigint ORDER BY no DESC LIMIT $2::int)
               UNION ALL
               (SELECT no, element, kind, '', performer_id, official_id, outcome, opened_at, due_at, NULL, ended_at, NULL
                  FROM process_steps WHERE instance_id = $1::bigint ORDER BY ended_at DESC, no DESC LIMIT $2::int)) both_kinds
 ORDER BY opened_at, no

-- $1 the most tries
SELECT (SELECT count(*) FROM axis_items WHERE state = 'fail' OR (state = 'processing' AND why <> ''))
     + (SELECT count(*) FROM axis_withheld WHERE attempts >= $1::int AND NOT given_up) AS failed

SELECT count(*) AS failed FROM axis_items WHERE state = 'fail' OR (state = 'processing' AND why <> '')

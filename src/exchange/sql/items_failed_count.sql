SELECT count(*) AS failed FROM axis_items WHERE state = 'fail'

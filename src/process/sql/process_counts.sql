-- What runs in each drawing over all agencies, for the operator.
SELECT definition_id, open, troubles FROM lt_process_counts()

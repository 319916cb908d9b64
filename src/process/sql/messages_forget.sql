-- $1 now
SELECT lt_forget_process_messages($1::timestamptz)

-- Nobody answered: twice as long until the next time, at most half an hour.
-- $1 now  $2 why
UPDATE national_portal SET silences = silences + 1, trouble = $2,
       quiet_until = $1::timestamptz + least(interval '30 minutes', interval '30 seconds' * power(2, least(silences, 10)))

-- $1 before
DELETE FROM axis_signatures WHERE at < $1

-- $1 system
SELECT count(*) AS listed, count(*) FILTER (WHERE offered) AS offered FROM axis_agencies WHERE system_id = $1::bigint AND gone_since IS NULL

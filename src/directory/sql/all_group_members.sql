-- Members of all groups.
SELECT group_key, agency_id FROM agency_group_members ORDER BY group_key, agency_id

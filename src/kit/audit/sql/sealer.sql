-- How far the sealer came; no row when another one is at work. restored: that was in another cluster, whose
-- transaction ids were higher than ours.
SELECT upto_xid::text AS upto_xid, upto_id, floor_id,
       upto_xid >= pg_snapshot_xmax(pg_current_snapshot()) AS restored,
       pg_snapshot_xmin(pg_current_snapshot())::text AS horizon
  FROM audit_sealer FOR UPDATE SKIP LOCKED

-- name: list_booked
-- The appointments of a pool that begin in some time.
SELECT a.id, a.reference, a.status, a.identity_hash, a.person, a.booked_at, s.id, s.starts_at
FROM slot s JOIN appointment a ON a.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 LIMIT $4;

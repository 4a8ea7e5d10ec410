-- name: release_hold
-- Ends a live hold at its holder's wish.
UPDATE hold SET ended_at = $2, ended_by = 'released' WHERE id = $1 AND ended_at IS NULL RETURNING slot_id, seats;

-- name: find_live_hold
-- When a live hold began and ends.
SELECT created_at, expires_at FROM hold WHERE id = $1 AND ended_at IS NULL AND expires_at > $2;

-- name: find_live_hold (postgresql)
-- Locked until the transaction ends.
SELECT created_at, expires_at FROM hold WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 FOR NO KEY UPDATE;

-- name: extend_hold
-- Its new end.
UPDATE hold SET expires_at = $2 WHERE id = $1;

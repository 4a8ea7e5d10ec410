-- name: list_expired_holds
-- Holds whose time is over, oldest first.
SELECT id, slot_id, seats FROM hold WHERE ended_at IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2;

-- name: list_expired_holds (postgresql)
-- Without those that another transaction is about to change.
SELECT id, slot_id, seats FROM hold WHERE ended_at IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2
FOR UPDATE SKIP LOCKED;

-- name: find_expired_holds
-- Slots at which such holds have seats.
SELECT slot_id FROM hold WHERE ended_at IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2;

-- name: expire_hold
-- Ends one of them.
UPDATE hold SET ended_at = $2, ended_by = 'expired' WHERE id = $1;

-- name: erase_drafts
-- Typed answers of holds that ended long ago.
UPDATE hold SET draft = NULL WHERE ended_at IS NOT NULL AND draft IS NOT NULL AND ended_at <= $1;

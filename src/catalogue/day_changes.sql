-- name: list_day_changes_of_pool
-- Changed days of a pool from $2 to $3 that were not undone.
SELECT id, pool_id, day_on, from_minute, to_minute, seats, opens, reason_ms, reason_en, made_by, made_at, begun_at, removed_at,
  settled_at
FROM day_change WHERE pool_id = $1 AND day_on >= $2 AND day_on <= $3 AND removed_at IS NULL ORDER BY id;

-- name: list_unsettled_day_changes
-- Those that slots and appointments have still to follow.
SELECT id, pool_id, day_on, from_minute, to_minute, seats, opens, reason_ms, reason_en, made_by, made_at, begun_at, removed_at,
  settled_at
FROM day_change WHERE settled_at IS NULL AND begun_at IS NOT NULL ORDER BY id;

-- name: find_day_change
-- One of them.
SELECT id, pool_id, day_on, from_minute, to_minute, seats, opens, reason_ms, reason_en, made_by, made_at, begun_at, removed_at,
  settled_at
FROM day_change WHERE id = $1;

-- name: insert_day_change
-- A changed day; $12 is null while it waits for a second person.
INSERT INTO day_change (id, pool_id, day_on, from_minute, to_minute, seats, opens, reason_ms, reason_en, made_by, made_at,
  begun_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: begin_day_change
-- It is approved.
UPDATE day_change SET begun_at = $2 WHERE id = $1 AND begun_at IS NULL AND removed_at IS NULL;

-- name: remove_day_change
-- Undoes one; what followed has to follow its end now.
UPDATE day_change SET removed_by = $2, removed_at = $3, settled_at = NULL WHERE id = $1 AND removed_at IS NULL;

-- name: settle_day_change
-- Everything has followed it, or with $3 its end.
UPDATE day_change SET settled_at = $2 WHERE id = $1 AND (removed_at IS NOT NULL) = ($3 = 1);

-- name: settle_day_change (postgresql)
-- The same.
UPDATE day_change SET settled_at = $2 WHERE id = $1 AND (removed_at IS NOT NULL) = ($3::bigint = 1);

-- name: find_changer
-- Who made a change, and who undid it.
SELECT made_by, removed_by FROM day_change WHERE id = $1;

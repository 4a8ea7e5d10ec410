-- name: list_pool_slots
-- A pool's slots that begin from $2 on and before $3.
SELECT id, starts_at, minutes, seats, taken, withdrawn FROM slot
WHERE pool_id = $1 AND starts_at >= $2 AND starts_at < $3;

-- name: lock_pool_slots
-- The same, kept from changing until the transaction is over.
SELECT id, starts_at, minutes, seats, taken, withdrawn FROM slot
WHERE pool_id = $1 AND starts_at >= $2 AND starts_at < $3;

-- name: lock_pool_slots (postgresql)
-- In the order in which slots are locked everywhere.
SELECT id, starts_at, minutes, seats, taken, withdrawn FROM slot
WHERE pool_id = $1 AND starts_at >= $2 AND starts_at < $3 ORDER BY id FOR UPDATE;

-- name: find_last_slot
-- When the pool's last slot begins.
SELECT max(starts_at) FROM slot WHERE pool_id = $1;

-- name: insert_slot
-- A new slot, all seats free.
INSERT INTO slot (id, pool_id, starts_at, minutes, seats, taken, withdrawn) VALUES ($1, $2, $3, $4, $5, 0, 0);

-- name: insert_slot (postgresql)
-- Set-wise.
INSERT INTO slot (id, pool_id, starts_at, minutes, seats, taken, withdrawn)
SELECT id, pool_id, starts_at, minutes, seats, 0, 0
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
  AS slots (id, pool_id, starts_at, minutes, seats);

-- name: update_slot
-- The slot as hours and rules now want it.
UPDATE slot SET minutes = $2, seats = $3, withdrawn = $4 WHERE id = $1;

-- name: delete_unused_slot
-- A free slot, unless somebody's history refers to it.
DELETE FROM slot WHERE id = $1 AND taken = 0
  AND NOT EXISTS (SELECT 1 FROM appointment WHERE slot_id = $1)
  AND NOT EXISTS (SELECT 1 FROM hold WHERE slot_id = $1);

-- name: find_slot_use
-- Whether somebody's appointment or hold, also an ended one, refers to the slot.
SELECT 1 WHERE EXISTS (SELECT 1 FROM appointment WHERE slot_id = $1)
  OR EXISTS (SELECT 1 FROM hold WHERE slot_id = $1);

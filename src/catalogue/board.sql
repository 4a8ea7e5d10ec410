-- name: list_offered_slots
-- Every slot on offer that begins at $1 or later, pool by pool in order of time.
-- scan: the board holds every offered slot; read at start and after publishing
SELECT pool_id, id, starts_at, minutes, seats, taken, 0 FROM slot
WHERE starts_at >= $1 AND withdrawn = 0
ORDER BY pool_id, starts_at;

-- name: list_offered_slots (postgresql)
-- With the number of the transaction that last changed each.
SELECT pool_id, id, starts_at, minutes, seats, taken, changed_by FROM slot
WHERE starts_at >= $1 AND withdrawn = 0
ORDER BY pool_id, starts_at;

-- name: list_coming_closures
-- Closures in force that are not over on $1.
SELECT id, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en, made_by, made_at,
  removed_at, settled_at
FROM closure WHERE removed_at IS NULL AND to_on >= $1 ORDER BY from_on, id;

-- name: list_unsettled_closures
-- Those made by staff that slots and appointments have still to follow.
SELECT id, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en, made_by, made_at,
  removed_at, settled_at
FROM closure WHERE settled_at IS NULL AND made_at IS NOT NULL ORDER BY id;

-- name: find_closure
-- One closure.
SELECT id, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en, made_by, made_at,
  removed_at, settled_at
FROM closure WHERE id = $1;

-- name: find_same_closure
-- One in force of the same place, dates and hours.
SELECT id FROM closure WHERE removed_at IS NULL AND coalesce(office_id, 0) = $1 AND coalesce(state_code, '') = $2
  AND from_on = $3 AND to_on = $4 AND coalesce(from_minute, -1) = $5 AND coalesce(to_minute, -1) = $6;

-- name: find_place
-- Whether the office and the state are there; those not named are.
SELECT 1 WHERE ($1 = 0 OR EXISTS (SELECT 1 FROM office WHERE id = $1))
  AND ($2 = '' OR EXISTS (SELECT 1 FROM state WHERE code = $2));

-- name: find_place (postgresql)
-- The same.
SELECT 1 WHERE ($1::bigint = 0 OR EXISTS (SELECT 1 FROM office WHERE id = $1::bigint))
  AND ($2::text = '' OR EXISTS (SELECT 1 FROM state WHERE code = $2::text));

-- name: add_closure
-- One made by staff.
INSERT INTO closure (id, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en, made_by,
  made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: remove_closure
-- Undoes one made by staff; what follows has to follow its end now.
UPDATE closure SET removed_by = $2, removed_at = $3, settled_at = NULL
WHERE id = $1 AND made_at IS NOT NULL AND removed_at IS NULL;

-- name: settle_closure
-- Everything has followed it, or with $3 its end.
UPDATE closure SET settled_at = $2 WHERE id = $1 AND (removed_at IS NOT NULL) = ($3 = 1);

-- name: settle_closure (postgresql)
-- The same.
UPDATE closure SET settled_at = $2 WHERE id = $1 AND (removed_at IS NOT NULL) = ($3::bigint = 1);

-- name: find_author
-- Who made a closure, and who undid it.
SELECT made_by, removed_by FROM closure WHERE id = $1;

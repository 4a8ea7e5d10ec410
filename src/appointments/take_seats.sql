-- name: find_slot_seats
-- A slot's seats; locked until the transaction ends.
SELECT pool_id, starts_at, seats, taken, withdrawn FROM slot WHERE id = $1;

-- name: find_slot_seats (postgresql)
SELECT pool_id, starts_at, seats, taken, withdrawn FROM slot WHERE id = $1 FOR UPDATE;

-- name: find_hold_seats
-- What a hold keeps.
SELECT slot_id, seats, expires_at, ended_at IS NOT NULL FROM hold WHERE id = $1;

-- name: find_hold_of_browser
-- The live hold of a browser; there is at most one.
SELECT id FROM hold WHERE browser_hash = $1 AND ended_at IS NULL;

-- name: find_live_appointment
-- Whether an identity has a live appointment for a service.
SELECT id FROM appointment
WHERE identity_hash = $1 AND service_id = $2 AND (status = 'booked' OR status = 'confirmed' OR status = 'displaced');

-- name: find_key_use
-- What an earlier submission under the key of this reference became.
SELECT id, request_hash FROM appointment WHERE reference = $1;

-- name: set_taken
-- The seats taken after a batch.
UPDATE slot SET taken = $2 WHERE id = $1;

-- name: insert_hold
-- A hold; it carries over what the same browser typed last.
INSERT INTO hold (id, browser_hash, slot_id, service_id, seats, created_at, expires_at, draft)
VALUES ($1, $2, $3, $4, $5, $6, $7,
  (SELECT h.draft FROM hold h WHERE h.browser_hash = $2 ORDER BY h.id DESC LIMIT 1));

-- name: end_hold
-- A hold ends: booked (then its draft is erased), released, expired or replaced.
UPDATE hold SET ended_at = $2, ended_by = $3, appointment_id = $4,
  draft = CASE WHEN $3 = 'booked' THEN NULL ELSE draft END
WHERE id = $1 AND ended_at IS NULL;

-- name: insert_appointment
-- A booking.
INSERT INTO appointment (id, reference, slot_id, service_id, seats, status, identity_hash, person, language, booked_at,
  request_hash)
VALUES ($1, $2, $3, $4, $5, 'booked', $6, $7, $8, $9, $10);

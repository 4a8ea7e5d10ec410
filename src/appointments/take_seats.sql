-- On PostgreSQL the look-ups of a set stand in a LATERAL query with OFFSET 0. A plain join may be turned round and read
-- the whole table, which is what the planner does while it thinks that the table is as empty as it was a minute ago.

-- name: find_slot_seats
-- A slot's seats; locked until the transaction ends.
SELECT pool_id, starts_at, seats, taken, withdrawn FROM slot WHERE id = $1;

-- name: find_slot_seats (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT s.pool_id, s.starts_at, s.seats, s.taken, s.withdrawn, wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT * FROM slot WHERE id = wanted.id OFFSET 0 FOR NO KEY UPDATE) AS s;

-- name: find_service
-- Whether a service is still there; it stays until the transaction ends.
SELECT 1 FROM service WHERE id = $1;

-- name: find_service (postgresql)
-- Set-wise.
SELECT wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT id FROM service WHERE id = wanted.id OFFSET 0 FOR KEY SHARE) AS s;

-- name: find_hold_seats
-- What a hold keeps; locked until the transaction ends.
SELECT slot_id, seats, expires_at, ended_at IS NOT NULL FROM hold WHERE id = $1;

-- name: find_hold_seats (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT h.slot_id, h.seats, h.expires_at, h.ended_at IS NOT NULL, wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT * FROM hold WHERE id = wanted.id OFFSET 0 FOR NO KEY UPDATE) AS h;

-- name: find_hold_of_browser
-- The live hold of a browser; there is at most one.
SELECT id FROM hold WHERE browser_hash = $1 AND ended_at IS NULL;

-- name: find_hold_of_browser (postgresql)
-- Set-wise.
SELECT h.id, wanted.number
FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (browser, number)
CROSS JOIN LATERAL (SELECT id FROM hold WHERE browser_hash = wanted.browser AND ended_at IS NULL OFFSET 0) AS h;

-- name: find_live_appointment
-- Whether an identity has a live appointment for a service.
SELECT id FROM appointment
WHERE identity_hash = $1 AND service_id = $2 AND (status = 'booked' OR status = 'confirmed' OR status = 'displaced');

-- name: find_live_appointment (postgresql)
-- Set-wise.
SELECT a.id, wanted.number
FROM unnest($1::bytea[], $2::bigint[]) WITH ORDINALITY AS wanted (identity, service_id, number)
CROSS JOIN LATERAL (SELECT id FROM appointment
  WHERE identity_hash = wanted.identity AND service_id = wanted.service_id
    AND (status = 'booked' OR status = 'confirmed' OR status = 'displaced') OFFSET 0) AS a;

-- name: find_key_use
-- What an earlier submission under the key of this reference became.
SELECT id, request_hash FROM appointment WHERE reference = $1;

-- name: find_key_use (postgresql)
-- Set-wise.
SELECT a.id, a.request_hash, wanted.number
FROM unnest($1::text[]) WITH ORDINALITY AS wanted (reference, number)
CROSS JOIN LATERAL (SELECT id, request_hash FROM appointment WHERE reference = wanted.reference OFFSET 0) AS a;

-- name: find_submission
-- The same outside the engine's turn.
SELECT request_hash FROM appointment WHERE reference = $1;

-- name: set_taken
-- The seats taken after a batch.
UPDATE slot SET taken = $2 WHERE id = $1;

-- name: set_taken (postgresql)
-- Set-wise.
UPDATE slot SET taken = now.taken, changed_by = currval('batch_number')
FROM unnest($1::bigint[], $2::bigint[]) AS now (id, taken) WHERE slot.id = now.id;

-- name: insert_hold
-- A hold; it carries over what the same browser typed last.
INSERT INTO hold (id, browser_hash, slot_id, service_id, seats, created_at, expires_at, draft)
VALUES ($1, $2, $3, $4, $5, $6, $7,
  (SELECT h.draft FROM hold h WHERE h.browser_hash = $2 ORDER BY h.id DESC LIMIT 1));

-- name: insert_hold (postgresql)
-- Set-wise.
INSERT INTO hold (id, browser_hash, slot_id, service_id, seats, created_at, expires_at, draft)
SELECT id, browser, slot_id, service_id, seats, created_at, expires_at,
  (SELECT h.draft FROM hold h WHERE h.browser_hash = browser ORDER BY h.id DESC LIMIT 1)
FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
  AS holds (id, browser, slot_id, service_id, seats, created_at, expires_at);

-- name: end_hold
-- A hold ends: booked (then its draft is erased), released, expired or replaced.
UPDATE hold SET ended_at = $2, ended_by = $3, appointment_id = $4,
  draft = CASE WHEN $3 = 'booked' THEN NULL ELSE draft END
WHERE id = $1 AND ended_at IS NULL;

-- name: end_hold (postgresql)
-- Set-wise.
UPDATE hold SET ended_at = ($2::bigint[])[array_position($1::bigint[], id)],
  ended_by = ($3::text[])[array_position($1::bigint[], id)],
  appointment_id = ($4::bigint[])[array_position($1::bigint[], id)],
  draft = CASE WHEN ($3::text[])[array_position($1::bigint[], id)] = 'booked' THEN NULL ELSE draft END
WHERE id = ANY ($1::bigint[]);

-- name: insert_appointment
-- A booking.
INSERT INTO appointment (id, reference, slot_id, service_id, seats, status, identity_hash, person, language, booked_at,
  request_hash)
VALUES ($1, $2, $3, $4, $5, 'booked', $6, $7, $8, $9, $10);

-- name: insert_appointment (postgresql)
-- Set-wise.
INSERT INTO appointment (id, reference, slot_id, service_id, seats, status, identity_hash, person, language, booked_at,
  request_hash)
SELECT id, reference, slot_id, service_id, seats, 'booked', identity, person, language, booked_at, request_hash
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[], $8::text[],
  $9::bigint[], $10::bytea[])
  AS bookings (id, reference, slot_id, service_id, seats, identity, person, language, booked_at, request_hash);

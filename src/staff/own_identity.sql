-- name: note_own_identity
-- Somebody's own document, as a keyed hash.
UPDATE staff SET identity_hash = $2 WHERE id = $1;

-- name: find_own_identity
-- Whether it was given.
SELECT identity_hash IS NOT NULL FROM staff WHERE id = $1;

-- name: list_own_identities
-- Those of active accounts.
SELECT id, identity_hash FROM staff WHERE active = 1 ORDER BY id;

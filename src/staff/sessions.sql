-- name: find_session
-- The session of a cookie.
SELECT s.id, s.staff_id, s.device, s.begun_at, s.seen_at FROM staff_session s JOIN staff a ON a.id = s.staff_id
WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.seen_at > $2 AND s.begun_at > $3 AND a.active = 1;

-- name: list_sessions
-- Where an account is signed in.
SELECT id, staff_id, device, begun_at, seen_at FROM staff_session
WHERE staff_id = $1 AND ended_at IS NULL AND seen_at > $2 AND begun_at > $3 ORDER BY begun_at DESC;

-- name: is_still_the_password
-- Whether nothing about the account has changed since its password was compared.
SELECT 1 FROM staff WHERE id = $1 AND password_hash = $2 AND active = 1;

-- name: use_totp_step
-- A telephone's code is used once.
UPDATE staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2;

-- name: use_recovery_code
-- So is a recovery code.
UPDATE staff_recovery_code SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL;

-- name: insert_session
-- Somebody is signed in.
INSERT INTO staff_session (id, token_hash, staff_id, device, begun_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5);

-- name: touch_session
-- It was used.
UPDATE staff_session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL;

-- name: end_session
-- Signed out.
UPDATE staff_session SET ended_at = $3 WHERE id = $1 AND staff_id = $2 AND ended_at IS NULL;

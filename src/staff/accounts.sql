-- name: find_account
-- An account.
SELECT id, user_name, name, role, active, password_hash IS NOT NULL FROM staff WHERE id = $1;

-- name: list_accounts
-- Everybody.
SELECT id, user_name, name, role, active, password_hash IS NOT NULL FROM staff ORDER BY user_name;

-- name: list_accounts_of_office
-- Who works at an office.
SELECT s.id, s.user_name, s.name, s.role, s.active, s.password_hash IS NOT NULL
FROM staff_office o JOIN staff s ON s.id = o.staff_id WHERE o.office_id = $1 ORDER BY s.user_name;

-- name: list_offices_of
-- Where somebody works.
SELECT office_id FROM staff_office WHERE staff_id = $1 ORDER BY office_id;

-- name: list_places
-- Where everybody works.
SELECT staff_id, office_id FROM staff_office ORDER BY staff_id, office_id;

-- name: list_places_of_office
-- Where those work who work at an office.
SELECT o.staff_id, o.office_id FROM staff_office h JOIN staff_office o ON o.staff_id = h.staff_id
WHERE h.office_id = $1 ORDER BY o.staff_id, o.office_id;

-- name: find_credentials
-- With what an account is entered.
SELECT id, password_hash, totp_secret, invitation_hash, invitation_ends_at FROM staff WHERE user_name = $1;

-- name: insert_account
-- An account that waits to be joined; nothing if the user name is taken.
INSERT INTO staff (id, user_name, name, role, active, created_at, invitation_hash, invitation_ends_at)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7) ON CONFLICT DO NOTHING;

-- name: insert_office
-- Somebody works at an office.
INSERT INTO staff_office (staff_id, office_id) VALUES ($1, $2);

-- name: invite_again
-- Nothing is left with which the account could be entered but the invitation.
UPDATE staff SET password_hash = NULL, totp_secret = NULL, totp_step = 0, invitation_hash = $2, invitation_ends_at = $3
WHERE id = $1 AND active = 1;

-- name: forget_recovery_codes
-- Codes of a telephone that is no longer theirs.
DELETE FROM staff_recovery_code WHERE staff_id = $1;

-- name: end_sessions_of
-- Everywhere somebody is signed in.
UPDATE staff_session SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL;

-- name: set_active
-- Whether they may sign in.
UPDATE staff SET active = $2 WHERE id = $1;

-- name: set_role
-- What they may do from now on.
UPDATE staff SET role = $2 WHERE id = $1;

-- name: leave_offices
-- Before they are given others.
DELETE FROM staff_office WHERE staff_id = $1;

-- name: list_active_hq_admins
-- Those who run the country; locked, so that two cannot end each other's accounts at once.
SELECT id FROM staff WHERE role = 'hq_admin' AND active = 1;

-- name: list_active_hq_admins (postgresql)
-- The same, locked.
SELECT id FROM staff WHERE role = 'hq_admin' AND active = 1 ORDER BY id FOR UPDATE;

-- name: join
-- The invitation is used up.
UPDATE staff SET password_hash = $3, totp_secret = $4, totp_step = $5, invitation_hash = NULL, invitation_ends_at = NULL
WHERE id = $1 AND invitation_hash = $2 AND invitation_ends_at > $6 AND active = 1;

-- name: insert_recovery_code
-- A code that stands in for the telephone once.
INSERT INTO staff_recovery_code (staff_id, code_hash) VALUES ($1, $2);

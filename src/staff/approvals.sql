-- name: find_approval
-- A request for a second person.
SELECT id, act, office_id, subject, detail, asked_by, asked_at, ends_at, decided_by, decided_at, decision, remark, used_at
FROM approval WHERE id = $1;

-- name: lock_approval
-- The same, to be decided.
SELECT id, act, office_id, subject, detail, asked_by, asked_at, ends_at, decided_by, decided_at, decision, remark, used_at
FROM approval WHERE id = $1;

-- name: lock_approval (postgresql)
-- Locked, so that two cannot decide at once.
SELECT id, act, office_id, subject, detail, asked_by, asked_at, ends_at, decided_by, decided_at, decision, remark, used_at
FROM approval WHERE id = $1 FOR UPDATE;

-- name: list_waiting
-- Requests that can still be decided, newest first; with $2 above 0 those of one office.
SELECT id, act, office_id, subject, detail, asked_by, asked_at, ends_at, decided_by, decided_at, decision, remark, used_at
FROM approval WHERE decision IS NULL AND ends_at > $1 AND (office_id = $2 OR $2 = 0) ORDER BY id DESC LIMIT $3;

-- name: list_over
-- What became of requests, newest first; with $3 above 0 those of one office.
SELECT id, act, office_id, subject, detail, asked_by, asked_at, ends_at, decided_by, decided_at, decision, remark, used_at
FROM approval WHERE asked_at >= $2 AND (decision IS NOT NULL OR ends_at <= $1) AND (office_id = $3 OR $3 = 0)
ORDER BY id DESC LIMIT $4;

-- name: list_own
-- What somebody asked for at an office, newest first.
SELECT id, act, office_id, subject, detail, asked_by, asked_at, ends_at, decided_by, decided_at, decision, remark, used_at
FROM approval WHERE asked_at >= $4 AND asked_by = $1 AND act = $2 AND office_id = $3 ORDER BY id DESC LIMIT $5;

-- name: is_waiting
-- Whether the same act waits already.
SELECT 1 FROM approval WHERE act = $1 AND subject = $2 AND decision IS NULL AND ends_at > $3;

-- name: close_expired
-- A request that nobody decided in time makes room for the next.
UPDATE approval SET decision = 'expired', decided_at = ends_at
WHERE act = $1 AND subject = $2 AND decision IS NULL AND ends_at <= $3;

-- name: insert_approval
-- A request; nothing if the same act waits already.
INSERT INTO approval (id, act, office_id, subject, detail, asked_by, asked_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;

-- name: decide
-- What somebody decided.
UPDATE approval SET decision = $2, decided_by = $3, decided_at = $4, remark = $5, used_at = $6 WHERE id = $1;

-- name: use
-- The act is done under its approval, once.
UPDATE approval SET used_at = $5
WHERE id = $1 AND asked_by = $2 AND act = $3 AND subject = $4 AND decision = 'approved' AND used_at IS NULL AND ends_at > $5;

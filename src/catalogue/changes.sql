-- name: find_change
-- One change, and the saved one that took it back.
SELECT id, made_by, begun_at, edits, reason, undoes_id, pools, saved_at, settled_at,
  (SELECT max(u.id) FROM catalogue_change u WHERE u.undoes_id = c.id AND u.saved_at IS NOT NULL)
FROM catalogue_change c WHERE id = $1;

-- name: find_open_change
-- What somebody is working on.
SELECT id, made_by, begun_at, edits, reason, undoes_id, pools, saved_at, settled_at, NULL
FROM catalogue_change WHERE made_by = $1 AND saved_at IS NULL;

-- name: list_saved_changes
-- What was saved, newest first. Edits can be long and are read one by one.
SELECT id, made_by, begun_at, '', reason, undoes_id, pools, saved_at, settled_at,
  (SELECT max(u.id) FROM catalogue_change u WHERE u.undoes_id = c.id AND u.saved_at IS NOT NULL)
FROM catalogue_change c WHERE saved_at IS NOT NULL ORDER BY saved_at DESC, id DESC LIMIT $1;

-- name: list_unsettled_changes
-- Those that slots and people have still to follow.
SELECT id, made_by, begun_at, '', reason, undoes_id, pools, saved_at, settled_at, NULL
FROM catalogue_change WHERE saved_at IS NOT NULL AND settled_at IS NULL ORDER BY id;

-- name: insert_change
-- Somebody begins to work on one.
INSERT INTO catalogue_change (id, made_by, begun_at, edits, reason, undoes_id, pools)
VALUES ($1, $2, $3, $4, '', $5, '');

-- name: keep_edits
-- Works on it.
UPDATE catalogue_change SET edits = $3 WHERE made_by = $1 AND saved_at IS NULL AND edits = $2;

-- name: delete_open_change
-- Gives it up.
DELETE FROM catalogue_change WHERE made_by = $1 AND saved_at IS NULL AND edits = $2;

-- name: save_change
-- The catalogue has it now.
UPDATE catalogue_change SET reason = $3, pools = $4, saved_at = $5, edits = $6
WHERE id = $1 AND edits = $2 AND saved_at IS NULL;

-- name: settle_change
-- Slots and people have followed.
UPDATE catalogue_change SET settled_at = $2 WHERE id = $1;

-- name: list_holding
-- Blocks that hold, newest first; $3 null: of all offices.
SELECT id, kind, value, reason, note, office_id, made_by, made_at, ends_at, ended_at, ended_by FROM block
WHERE id < $1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $2) AND ($3 IS NULL OR office_id = $3)
ORDER BY id DESC LIMIT $4;

-- name: list_holding (postgresql)
-- The same.
SELECT id, kind, value, reason, note, office_id, made_by, made_at, ends_at, ended_at, ended_by FROM block
WHERE id < $1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $2) AND ($3::bigint IS NULL OR office_id = $3)
ORDER BY id DESC LIMIT $4;

-- name: list_all
-- Blocks, also those that are over, newest first; $2 null: of all offices.
SELECT id, kind, value, reason, note, office_id, made_by, made_at, ends_at, ended_at, ended_by FROM block
WHERE id < $1 AND ($2 IS NULL OR office_id = $2) ORDER BY id DESC LIMIT $3;

-- name: list_all (postgresql)
-- The same.
SELECT id, kind, value, reason, note, office_id, made_by, made_at, ends_at, ended_at, ended_by FROM block
WHERE id < $1 AND ($2::bigint IS NULL OR office_id = $2) ORDER BY id DESC LIMIT $3;

-- name: list_of_value
-- What was ever blocked of one value.
SELECT id, kind, value, reason, note, office_id, made_by, made_at, ends_at, ended_at, ended_by FROM block
WHERE value_hash = $1 AND kind = $2 ORDER BY id DESC LIMIT 20;

-- name: find_block
-- One block.
SELECT id, kind, value, reason, note, office_id, made_by, made_at, ends_at, ended_at, ended_by FROM block WHERE id = $1;

-- name: close_over
-- A block that ran out makes room for another of the same value.
UPDATE block SET ended_at = ends_at WHERE kind = $1 AND value_hash = $2 AND ended_at IS NULL AND ends_at <= $3;

-- name: count_holding
-- How many hold now.
SELECT count(*) FROM block WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1);

-- name: insert_block
-- A block; nothing if one of the value holds already.
INSERT INTO block (id, kind, value_hash, value, reason, note, office_id, made_by, made_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING;

-- name: end_block
-- It ends before its time.
UPDATE block SET ended_at = $2, ended_by = $3, approval_id = $4
WHERE id = $1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $2);

-- name: answer_appeals
-- What became of the block is the answer to all who appealed.
UPDATE appeal SET answered_at = $2, answered_by = $3, answer = $4 WHERE block_id = $1 AND answered_at IS NULL;

-- name: list_blocked
-- What is kept in memory: everything that holds.
SELECT id, kind, value_hash, value, ends_at FROM block WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1) LIMIT $2;

-- name: find_holding
-- The block of a value that holds.
SELECT id FROM block WHERE kind = $1 AND value_hash = $2 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $3);

-- name: count_open_appeals
-- How many wait against a block.
SELECT count(*) FROM appeal WHERE block_id = $1 AND answered_at IS NULL;

-- name: insert_appeal
-- What a blocked person says.
INSERT INTO appeal (id, block_id, made_at, text) VALUES ($1, $2, $3, $4);

-- name: list_appeals
-- The appeals against a block, newest first.
SELECT id, made_at, text, answered_at, answer FROM appeal WHERE block_id = $1 ORDER BY id DESC LIMIT 20;

-- name: find_last_verification
-- What was found last.
SELECT begun_at, ended_at, size, heads, problems, found FROM audit_verification ORDER BY id DESC LIMIT 1;

-- name: insert_verification
-- What was found.
INSERT INTO audit_verification (id, begun_at, ended_at, size, heads, problems, found) VALUES ($1, $2, $3, $4, $5, $6, $7);

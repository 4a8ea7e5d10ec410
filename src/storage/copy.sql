-- name: is_on_postgresql
-- Which of the two databases a connection speaks to: 0 for SQLite, 1 for PostgreSQL.
SELECT 0;

-- name: is_on_postgresql (postgresql)
-- The same.
SELECT 1;

-- name: erase_seeds
-- What the migrations themselves wrote; the copied rows take its place.
DELETE FROM revision;

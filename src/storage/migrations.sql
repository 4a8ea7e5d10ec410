-- name: list_migrations
-- The versions this database has; ascending.
SELECT version FROM migration ORDER BY version;

-- name: record_migration
-- Notes that a migration ran.
INSERT INTO migration (version, applied_at) VALUES ($1, $2);

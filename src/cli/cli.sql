-- name: insert_installation
-- The one row that says what this installation is.
INSERT INTO installation (id, created_at) VALUES ($1, $2);

-- name: find_installation_table
-- Whether a database is that of an installation.
SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'installation';

-- name: find_installation_table (postgresql)
-- The same.
SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'installation';

-- name: find_installation
-- What the database is the installation of; none before `init` or a copy has ended.
SELECT id FROM installation;

-- name: copy_database
-- A compact copy of the whole database into a new file.
-- sqlite only: PostgreSQL brings its own pg_dump
VACUUM INTO $1;

-- name: find_server (postgresql)
-- Whether a process was seen with this database for the last so many milliseconds.
SELECT 1 FROM process WHERE seen_at > (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1 LIMIT 1;
